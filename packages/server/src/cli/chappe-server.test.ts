import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { listSettings } from '../config/settings.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import { asUser } from '../testing/ids.ts'
import { endAll, run } from './command.fixture.ts'
import { commands } from './commands.ts'

const script = fileURLToPath(import.meta.url)
const folder = mkdtempSync(join(tmpdir(), 'chappe-cli-'))
afterEach(endAll)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Whether something accepts connections there. */
function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}

// Each starts processes, some of them four.
describe('chappe-server', { timeout: 60_000 }, () => {
  it('listens, says where in one line, writes its public key, keeps it, and stops on SIGTERM', async () => {
    const data = join(folder, 'a')
    const first = run(['--data', data, '--port', '0', '--log-format', 'json'])
    const listening = await first.line('listening')
    expect(listening).toMatchObject({ host: '127.0.0.1', testAccounts: true })
    const port = Number(listening['port'])
    expect(await accepts(port)).toBe(true)
    const pem = readFileSync(join(data, 'keys', 'public.pem'), 'utf8')
    expect(pem).toMatch(/^-----BEGIN RSA PUBLIC KEY-----\n/)
    first.child.kill('SIGTERM')
    expect(await first.exit).toBe(0)
    expect(await accepts(port)).toBe(false)
    expect(first.output.stderr).toBe('')

    const second = run([], {
      CHAPPE_DATA: data,
      CHAPPE_PORT: '0',
      CHAPPE_LOG_FORMAT: 'json',
      CHAPPE_TEST_ACCOUNTS: 'false',
    })
    expect(await second.line('listening')).toMatchObject({ testAccounts: false })
    expect(readFileSync(join(data, 'keys', 'public.pem'), 'utf8')).toBe(pem)
  })

  it('takes a signal that comes twice at once, as Ctrl-C does through npm, for one', async () => {
    const { child, exit, output, line } = run(['--data', join(folder, 'twice'), '--port', '0', '--log-format', 'json'])
    await line('listening')
    // Far enough apart to be two for the system, and too close for the server to have ended in between.
    child.kill('SIGINT')
    for (const begun = performance.now(); performance.now() - begun < 0.5; );
    child.kill('SIGINT')
    expect(await exit).toBe(0)
    expect(output.stdout).toContain('"stopped"')
    expect(output.stdout).not.toContain('without waiting')
  })

  it('ends at once, with code 1, on a second signal', async () => {
    const { child, exit, output, line } = run(['--data', join(folder, 'd'), '--port', '0', '--log-format', 'json'])
    await line('listening')
    // Both wait for it while it stands still: a server that has nothing to do may have stopped between two signals.
    for (const signal of ['SIGSTOP', 'SIGTERM', 'SIGINT', 'SIGCONT'] as const) child.kill(signal)
    expect(await exit).toBe(1)
    const signals = [await line('stopping'), await line('stopped without waiting for what was begun')]
    // Which of two signals that come together is heard first is for the system to say.
    expect(signals.map(({ signal }) => signal).sort()).toEqual(['SIGINT', 'SIGTERM'])
    expect(output.stdout).not.toContain('"stopped"')
  })

  it('prints its options and its version', async () => {
    const help = run(['--help'])
    expect(await help.exit).toBe(0)
    for (const { flag, variable } of listSettings()) {
      const form = flag === undefined ? `^  ${variable} ` : `--(\\[no-\\])?${flag}\\b.*${variable}`
      expect(help.output.stdout).toMatch(new RegExp(form, 'm'))
    }
    for (const { name } of commands) expect(help.output.stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
    const backup = run(['backup', '--help'])
    expect(await backup.exit).toBe(0)
    expect(backup.output.stdout).toMatch(/^Usage: chappe-server backup FILE/)
    const reports = run(['reports', '--help'])
    expect(await reports.exit).toBe(0)
    expect(reports.output.stdout).toMatch(/^Usage: chappe-server reports \[OPTIONS\]$/m)
    expect(reports.output.stdout).toMatch(/^ {2}--json /m)
    const seed = run(['seed', '--help'])
    expect(await seed.exit).toBe(0)
    expect(seed.output.stdout).toMatch(/^Usage: chappe-server seed \[PLAN\] \[OPTIONS\]$/m)
    expect(seed.output.stdout).toMatch(/^ {2}--users N /m)
    const version = run(['--version'])
    expect(await version.exit).toBe(0)
    expect(version.output.stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it.each([
    ['an unknown option', ['--nope'], {}, /--nope/],
    ['a stray argument', ['nope'], {}, /nope/],
    ['several wrong values at once', ['--port', 'x', '--dc-id', '0'], {}, /--port .*--dc-id /],
    [
      'a variable that is none',
      [],
      { CHAPPE_PROT: '1', CHAPPE_HOTS: 'x' },
      /CHAPPE_PROT .*CHAPPE_PORT; CHAPPE_HOTS .*CHAPPE_HOST/,
    ],
    ['a backup to a folder that is not there', ['backup', join(folder, 'no', 'a.backup')], {}, /no store/],
    ['a backup that is none', ['verify', script], {}, /is no backup/],
    ['a wrong value in the environment', [], { CHAPPE_LOG_FORMAT: 'xml' }, /CHAPPE_LOG_FORMAT/],
    ['test accounts where others can connect', ['--host', '0.0.0.0', '--test-accounts'], {}, /loopback/],
    ['a command without what it needs', ['backup'], {}, /backup needs FILE/],
    ['an option of another command', ['doctor', '--json'], {}, /doctor has no --json/],
    ['reports of nothing', ['reports', '--json'], {}, /no store/],
    ['a backup of nothing', ['backup', join(folder, 'nothing.backup')], {}, /no store/],
    [
      'a seed of too much',
      ['seed', '--users', '0', '--first', 'x'],
      {},
      /--users must .* not 0; --first must .* not "x"/,
    ],
    ['a plan that is no JSON', ['seed', script], {}, /chappe-server\.test\.ts: .*JSON/],
    ['an option of seed', ['backup', 'x', '--users', '3'], {}, /backup has no --users/],
    ['a configuration file that is not there', ['--config', join(folder, 'none.json')], {}, /none\.json/],
    ['a folder that cannot be', ['--data', '/proc/chappe'], {}, /\/proc\/chappe/],
  ])('ends with code 2 and one clear line for %s', async (_what, args, environment, reason) => {
    const { exit, output } = run(args, { CHAPPE_DATA: join(folder, 'unused'), CHAPPE_PORT: '0', ...environment })
    expect(await exit).toBe(2)
    expect(output.stderr).toMatch(reason)
    expect(output.stderr).toMatch(/^chappe-server: [^\n]+\n$/)
    expect(output.stdout).toBe('')
  })

  it.each(['start', 'doctor', 'export', 'reports', 'backup', 'restore'])(
    'names the file that stands where the data folder should: %s',
    async (command) => {
      const file = join(folder, `file-for-${command}`)
      writeFileSync(file, '')
      const backup = join(folder, 'any.backup')
      if (command === 'restore') writeFileSync(backup, '')
      const operand = { export: ['1'], backup: [join(folder, 'new.backup')], restore: [backup] }[command] ?? []
      const { exit, output } = run([command, ...operand, '--data', file, '--port', '0'])
      expect(await exit).toBe(command === 'doctor' ? 1 : 2)
      expect(output.stdout + output.stderr).toContain(file)
      expect(output.stderr).not.toContain('unable to open')
    },
  )

  it('ends in silence when whoever reads what it prints has read enough', async () => {
    const data = join(folder, 'piped')
    const server = run(['--data', data, '--port', '0', '--log-format', 'json'])
    await server.line('listening')
    // A server goes on without its log.
    server.child.stdout?.destroy()
    server.child.kill('SIGTERM')
    expect(await server.exit).toBe(0)
    expect(server.output.stderr).toBe('')

    const other = openSqliteStore({ path: join(data, 'chappe.db') })
    const user = await other.transaction((tx) =>
      tx.users.create({ phone: '4420000001', firstName: 'Claude', lastName: '', createdAt: 1 }),
    )
    await other.transaction(async (tx) => {
      for (let i = 0; i < 3_000; i++) {
        await tx.reports.add({
          reporter: user.id,
          peer: asUser(5),
          reason: 'x',
          message: 'y'.repeat(100),
          messages: [],
          date: i,
        })
      }
    })
    await other.close()
    for (const command of [['export', '+4420000001'], ['reports'], ['reports', '--json']]) {
      const { child, exit, output } = run([...command, '--data', data])
      child.stdout?.once('data', () => child.stdout?.destroy())
      expect(await exit, command[0]).toBe(0)
      expect(output.stderr).toBe('')
    }
  })

  it('says which Node it needs, where it was installed for an earlier one', () => {
    const bin = fileURLToPath(new URL('../../bin/chappe-server.js', import.meta.url))
    const earlier = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })`
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(earlier)}`, bin, '--version'],
      { encoding: 'utf8' },
    )
    expect(stderr).toBe('chappe-server: needs Node 22.16 or later; this is 20.20.2\n')
    expect(status).toBe(2)
  })

  it('ends with code 2 where the data folder is a file, where the port is taken, and where another server runs', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    expect(await run(['--data', file]).exit).toBe(2)
    const first = run(['--data', join(folder, 'b'), '--port', '0', '--log-format', 'json'])
    const { port } = await first.line('listening')
    const second = run(['--data', join(folder, 'c'), '--port', String(port)])
    const third = run(['--data', join(folder, 'b'), '--port', '0'])
    expect(await second.exit).toBe(2)
    expect(second.output.stderr).toContain(String(port))
    expect(await third.exit).toBe(2)
    expect(third.output.stderr).toContain('another server is running')
  })
})
