import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createServer } from '@chappe/server'
import { expect, test } from 'vitest'
import { conditions } from '../interop/support/tested.ts'

const example = fileURLToPath(new URL('./secret-chat.ts', import.meta.url))

test('two people talk in a secret chat, send a file, and forget it all', { timeout: 60_000 }, async () => {
  const server = await createServer({})
  const folder = mkdtempSync(join(tmpdir(), 'chappe-example-'))
  const pem = join(folder, 'public.pem')
  writeFileSync(pem, server.publicKey)
  try {
    const args = [...conditions, example, server.host, String(server.port), pem]
    const { stdout } = await promisify(execFile)(process.execPath, args)
    const lines = stdout.trimEnd().split('\n')
    expect(lines.slice(0, 12).every((line) => /^[ ░▒▓]{24}$/u.test(line))).toBe(true)
    expect(lines.slice(12)).toEqual([
      'Bob sees the same picture',
      'Bob reads: Nobody else can read this.',
      'Bob gets a file: the plan',
      'Alice reads: Got it. Now forget it.',
      'It is over for Bob: ENDED_THERE',
    ])
  } finally {
    await server.close()
    rmSync(folder, { recursive: true })
  }
})
