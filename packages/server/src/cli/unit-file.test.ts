import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { parseCommandLine } from './command-line.ts'

const unit = fileURLToPath(new URL('../../chappe-server.service', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'chappe-unit-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('starts the server by a command line that it takes', () => {
  const [, line = ''] = /^ExecStart=\/usr\/bin\/chappe-server (.*)$/m.exec(readFileSync(unit, 'utf8')) ?? []
  const config = join(folder, 'chappe.json')
  writeFileSync(config, '{ "host": "0.0.0.0", "publicHost": "192.0.2.1" }')
  const args = line.split(' ').map((arg) => (arg === '/etc/chappe.json' ? config : arg))
  const asked = parseCommandLine(args, {})
  expect(asked).toMatchObject({ ask: 'run', command: 'start', config: { data: '/var/lib/chappe', host: '0.0.0.0' } })
})

const analyze = (...args: string[]) => spawnSync('systemd-analyze', args, { encoding: 'utf8' })

it.skipIf(analyze('--version').error !== undefined)('leaves the server little of the system to reach', () => {
  const { stdout } = analyze('security', '--offline=true', '--no-pager', unit)
  const [, exposure] = /Overall exposure level for \S+: ([0-9.]+)/.exec(stdout) ?? []
  expect(Number(exposure)).toBeLessThan(2)
})
