import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, expect, it } from 'vitest'
import { findLeaks } from './leaks.fixture.ts'

/** For this process alone: others make labs, too. */
const folder = mkdtempSync(join(tmpdir(), 'chappe-leaks-'))
process.env['TMPDIR'] = folder
afterAll(() => rmSync(folder, { recursive: true }))

// `npm run labs -- 1000` does a thousand.
it('30 labs start within 100 ms of the processor each, and leave neither memory nor handles nor files', {
  timeout: 120_000,
}, async () => {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect !== 'function') throw new TypeError('garbage cannot be collected')
  const { resources, heapBytesEach, startCpuMs } = await findLeaks(30, () => void collect())
  expect(resources).toEqual([])
  // A lab that stayed would be a megabyte and more.
  expect(heapBytesEach).toBeLessThan(100_000)
  // It is a third of that; on the wall it depends on who else uses the machine.
  expect(startCpuMs).toBeLessThan(100)
  expect(readdirSync(folder)).toEqual([])
})
