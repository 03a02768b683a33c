import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { exportUser } from '../cli/export-user.ts'
import { createServer } from '../server.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import { backup } from './backup.ts'
import { digestLineBytes } from './backup-digest.ts'
import { checkBackup } from './check-backup.ts'
import { dataFolder } from './data-folder.fixture.ts'
import { restore } from './restore.ts'

const folder = mkdtempSync(join(tmpdir(), 'chappe-operations-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const quiet = (): void => {}

describe('backup and restore', () => {
  it('make a server of the same key and the same accounts, from a backup taken while it ran', async () => {
    const data = await dataFolder(folder, 'a')
    const server = await createServer({ data })
    const file = join(folder, 'a.backup')
    await backup({ data }, file, quiet)
    await server.close()
    expect(statSync(file).mode & 0o777).toBe(0o600)

    const restored = join(folder, 'deep', 'restored')
    await restore(file, { data: restored }, quiet)
    expect(statSync(restored).mode & 0o777).toBe(0o700)
    const again = await createServer({ data: restored })
    expect(again.publicKey).toBe(server.publicKey)
    await again.close()
    let exported = ''
    await exportUser({ data: restored }, '+4420000001', {}, async (text) => {
      exported += text
    })
    expect(JSON.parse(exported)).toMatchObject({ account: { firstName: 'Claude' } })
    await expect(exportUser({ data: restored }, '@nobody', {}, async () => {})).rejects.toThrow(
      'there is no user @nobody',
    )
  })

  it('a backup holds what was committed while others write, and all of it or none', async () => {
    const data = await dataFolder(folder, 'busy')
    const store = openSqliteStore({ path: join(data, 'chappe.db') })
    let written = 0
    let stop = false
    const writing = (async () => {
      while (!stop) {
        await store.transaction(async (tx) => {
          await tx.settings.put('one', Uint8Array.of(written))
          await tx.settings.put('other', Uint8Array.of(written))
        })
        written++
      }
    })()
    while (written < 3) await new Promise((next) => setTimeout(next, 1))
    const before = written - 1
    const file = join(folder, 'busy.backup')
    await backup({ data }, file, quiet)
    stop = true
    await writing
    await store.close()
    await restore(file, { data: join(folder, 'busy-restored') }, quiet)
    const copy = openSqliteStore({ path: join(folder, 'busy-restored', 'chappe.db') })
    const [one, other] = await Promise.all([copy.read.settings.get('one'), copy.read.settings.get('other')])
    await copy.close()
    expect(one).toEqual(other)
    expect(one?.[0]).toBeGreaterThanOrEqual(Math.min(before, 255))
  })

  it('never overwrite anything, and leave nothing behind when they fail', async () => {
    const data = await dataFolder(folder, 'b')
    const file = join(folder, 'b.backup')
    await backup({ data }, file, quiet)
    await expect(backup({ data }, file, quiet)).rejects.toThrow('exists already')
    await expect(restore(file, { data }, quiet)).rejects.toThrow('is not empty')
    const bytes = readFileSync(file)
    writeFileSync(join(folder, 'cut.backup'), bytes.subarray(0, bytes.length / 2))
    const target = join(folder, 'c')
    for (const bad of ['cut.backup', 'b/chappe.db', 'b/keys/private.pem']) {
      await expect(restore(join(folder, bad), { data: target }, quiet)).rejects.toMatchObject({
        code: 'BACKUP_INVALID',
      })
    }
    await expect(restore(join(folder, 'none'), { data: target }, quiet)).rejects.toThrow('there is no file')
    await expect(backup({ data: join(folder, 'none') }, join(folder, 'none.backup'), quiet)).rejects.toThrow('no store')
    expect(readdirSync(folder).filter((name) => name.includes('partial') || name === 'c')).toEqual([])
  })
})

describe('the digest of a backup', () => {
  it('has damage anywhere refused, before anything is written', async () => {
    const file = join(folder, 'whole.backup')
    await backup({ data: await dataFolder(folder, 'whole') }, file, quiet)
    const whole = readFileSync(file)
    expect(await checkBackup(file, quiet)).toMatchObject({ digest: expect.stringMatching(/^[0-9a-f]{64}$/) })
    const damaged = join(folder, 'damaged.backup')
    const target = join(folder, 'from-damaged')
    const refused = async (bytes: Uint8Array): Promise<void> => {
      writeFileSync(damaged, bytes)
      await expect(restore(damaged, { data: target }, quiet)).rejects.toMatchObject({
        code: 'BACKUP_INVALID',
        message: expect.stringMatching(/damaged\.backup is (damaged|no backup)/),
      })
    }
    const flip = async (bit: number): Promise<void> => {
      const bytes = Uint8Array.from(whole)
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      await refused(bytes)
    }
    // All of the line that holds the digest, and of what says that there is such a line; anything else by the law.
    for (let bit = (whole.length - digestLineBytes) * 8; bit < whole.length * 8; bit++) await flip(bit)
    for (let bit = 68 * 8; bit < 72 * 8; bit++) await flip(bit)
    await fc.assert(fc.asyncProperty(fc.nat({ max: whole.length * 8 - 1 }), flip), { numRuns: 150 })
    const length = fc.nat({ max: whole.length - 1 })
    await fc.assert(
      fc.asyncProperty(length, (kept) => refused(whole.subarray(0, kept))),
      { numRuns: 50 },
    )
    await refused(Buffer.concat([whole, Uint8Array.of(0)]))
    expect(readdirSync(folder).filter((name) => name.startsWith('from-damaged'))).toEqual([])
  }, 60_000)

  it('is not asked of a backup that an earlier version made, and its lack is told', async () => {
    const file = join(folder, 'new.backup')
    await backup({ data: await dataFolder(folder, 'new') }, file, quiet)
    // What an earlier version wrote: no line at the end, and no mark of it in the header.
    const bytes = readFileSync(file).subarray(0, -digestLineBytes).fill(0, 68, 72)
    const old = join(folder, 'old.backup')
    writeFileSync(old, bytes)
    expect(await restore(old, { data: join(folder, 'from-old') }, quiet)).toMatchObject({ digest: undefined })
    const server = await createServer({ data: join(folder, 'from-old') })
    await server.close()
  })

  it('tells of a folder that is not there by its name', async () => {
    const data = await dataFolder(folder, 'folderless')
    const file = join(folder, 'nowhere', 'a.backup')
    await expect(backup({ data }, file, quiet)).rejects.toThrow(`no folder ${join(folder, 'nowhere')}`)
  })
})
