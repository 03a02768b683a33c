import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type BlobSettings, openBlobs } from '../blobs/open-blobs.ts'
import { endAll, run } from '../cli/command.fixture.ts'
import { systemClock as clock } from '../ports/clock.ts'
import { systemRandom as random } from '../ports/random.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import { backup } from './backup.ts'
import { verify } from './check-backup.ts'
import { dataFolder } from './data-folder.fixture.ts'
import { restore } from './restore.ts'

const folder = mkdtempSync(join(tmpdir(), 'chappe-backup-files-'))
afterAll(() => {
  endAll()
  rmSync(folder, { recursive: true, force: true })
})

const quiet = (): void => {}

type Settings = BlobSettings & { readonly data: string }

/** Stores content as a server does; tells its digest. */
async function put(settings: Settings, words: string): Promise<Uint8Array> {
  const store = openSqliteStore({ path: join(settings.data, 'chappe.db') })
  const blobs = await openBlobs(settings, { store, clock, random })
  const written = await blobs.write(
    (async function* () {
      for (let at = 0; at < 100; at++) yield Buffer.from(words.repeat(200))
    })(),
  )
  await store.transaction((tx) => blobs.claimBlob(tx, written))
  await store.close()
  return written.hash
}

async function read(settings: Settings, hash: Uint8Array): Promise<string> {
  const store = openSqliteStore({ path: join(settings.data, 'chappe.db') })
  try {
    const blobs = await openBlobs(settings, { store, clock, random })
    const object = await store.read.fileObjects.get((await store.read.blobs.get(hash))?.object ?? '')
    if (object === undefined) throw new Error('there is no such content')
    const parts: Uint8Array[] = []
    for await (const part of blobs.content(object)) parts.push(part)
    return Buffer.concat(parts).toString()
  } finally {
    await store.close()
  }
}

const filesIn = (path: string): string[] =>
  readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => /[0-9a-f]{32}$/.test(name))

describe('the files of backups', () => {
  it('lie beside them, each adds what is new, and a restored server has them', async () => {
    const data = await dataFolder(folder, 'a')
    const backups = join(folder, 'backups')
    cpSync(join(data, 'keys'), backups, { recursive: true })
    const first = await put({ data }, 'first ')
    await backup({ data }, join(backups, '1.backup'), quiet)
    const kept = filesIn(join(backups, 'chappe-files'))
    expect(kept).toHaveLength(1)
    const second = await put({ data }, 'second ')
    await put({ data }, 'first ')
    await backup({ data }, join(backups, '2.backup'), quiet)
    expect(filesIn(join(backups, 'chappe-files'))).toHaveLength(2)
    expect(await verify(join(backups, '1.backup'), quiet)).toMatchObject({ form: expect.any(Number) })

    const restored = join(folder, 'restored')
    await restore(join(backups, '2.backup'), { data: restored }, quiet)
    expect(await read({ data: restored }, first)).toBe('first '.repeat(20_000))
    expect(await read({ data: restored }, second)).toBe('second '.repeat(20_000))

    // Into another kind of place, and from there into a backup whose files are elsewhere.
    const elsewhere = { data: join(folder, 'elsewhere'), files: join(folder, 'big-disk') }
    await restore(join(backups, '2.backup'), elsewhere, quiet)
    expect(await read(elsewhere, second)).toBe('second '.repeat(20_000))
    expect(filesIn(join(folder, 'big-disk'))).toHaveLength(2)
    await backup(elsewhere, join(backups, '3.backup'), quiet, join(folder, 'other-files'))
    expect(filesIn(join(folder, 'other-files'))).toHaveLength(2)

    // Without one of its files it is no backup, and nothing is made of it.
    const [name = ''] = kept
    rmSync(join(backups, 'chappe-files', name))
    const bad = join(folder, 'bad')
    const refused = { code: 'BACKUP_INVALID', message: expect.stringContaining('1 files of the backup are not in') }
    await expect(verify(join(backups, '1.backup'), quiet)).rejects.toMatchObject(refused)
    await expect(restore(join(backups, '1.backup'), { data: bad }, quiet)).rejects.toMatchObject(refused)
    expect(readdirSync(folder)).not.toContain('bad')
  })

  it('repair what was damaged, by the commands that a person gives', { timeout: 60_000 }, async () => {
    const data = await dataFolder(folder, 'commands')
    const hash = await put({ data }, 'kept ')
    const file = join(folder, 'commands.backup')
    const command = async (...args: string[]): Promise<{ code: number | null; stdout: string }> => {
      const { exit, output } = run([...args, '--data', data])
      return { code: await exit, stdout: `${output.stdout}${output.stderr}` }
    }
    expect((await command('backup', file, '--backup-files', join(folder, 'safe'))).stdout).toContain('holds all of')
    const whole = await command('fsck')
    expect(whole).toMatchObject({ code: 0, stdout: expect.stringContaining('All are as they were written') })
    const [name = ''] = filesIn(join(data, 'files'))
    rmSync(join(data, 'files', name))
    const damaged = await command('fsck')
    expect(damaged).toMatchObject({ code: 1, stdout: expect.stringMatching(/DAMAGED: [0-9a-f]{32} is not there/) })

    // The same while a server runs, which does it then.
    const server = run(['start', '--data', data, '--port', '0', '--log-format', 'json'])
    await server.line('listening')
    const repaired = await command('fsck', '--repair', '--from', join(folder, 'safe'))
    expect(repaired).toMatchObject({ code: 0, stdout: expect.stringContaining('1 repaired from the backup') })
    expect((await command('rotate-key')).stdout).toContain('the keys of 1 files are sealed')
    server.child.kill('SIGTERM')
    expect(await server.exit).toBe(0)
    expect(await read({ data }, hash)).toBe('kept '.repeat(20_000))
  })
})
