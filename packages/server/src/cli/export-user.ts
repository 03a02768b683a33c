import { createBlobStore } from '../blobs/blob-store.ts'
import { type BlobSettings, openKeys, openObjects } from '../blobs/open-blobs.ts'
import { ConfigError } from '../config/config-error.ts'
import { isUser, type UserId } from '../ids.ts'
import { toUserId } from '../peers/peer-id.ts'
import { systemClock } from '../ports/clock.ts'
import { systemRandom } from '../ports/random.ts'
import { exportAccount } from '../services/account/export-account.ts'
import type { Reads } from '../store/store.ts'
import { createFileSaver, type FileSaver } from './save-files.ts'
import { withStore } from './with-store.ts'

/**
 * Writes what is stored of an account as one JSON text, piece by piece, and the files that are shown in it into a folder, if one
 * is named. False if some of these are damaged.
 */
export async function exportUser(
  config: BlobSettings & { readonly data: string },
  user: string,
  { 'save-files': folder }: Readonly<Record<string, string>>,
  write: (text: string) => Promise<void>,
): Promise<boolean> {
  let damaged = 0
  await withStore(config.data, async (store) => {
    const userId = await find(store.read, user)
    if (userId === undefined) throw new ConfigError(`there is no user ${user}`)
    const saving = folder === undefined ? undefined : await openSaver(config, folder, store.read)
    try {
      const onFiles = saving && ((files: Parameters<FileSaver['save']>[0]) => saving.saver.save(files))
      for await (const text of exportAccount(store, userId, onFiles)) await write(text)
      await write('\n')
    } finally {
      await saving?.close()
    }
    if (saving !== undefined) damaged = report(saving.saver)
  })
  return damaged === 0
}

interface Saving {
  readonly saver: FileSaver
  close(): Promise<void>
}

async function openSaver(config: BlobSettings, folder: string, read: Reads): Promise<Saving> {
  const [clock, random] = [systemClock, systemRandom]
  const objects = await openObjects(config, { clock })
  const isReadOnly = async (): Promise<never> => {
    throw new TypeError('an export changes nothing')
  }
  const blobs = createBlobStore({
    ...{ store: { transaction: isReadOnly }, objects, keyRing: openKeys(config, random), clock, random },
  })
  const onProgress = (saved: number): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r${saved} files saved`)
  }
  return { saver: createFileSaver({ read, blobs, folder, onProgress }), close: () => objects.close() }
}

/** Beside the JSON, and not in it. How many are damaged. */
function report({ saved, bytes, damaged }: FileSaver): number {
  process.stderr.write(`${process.stderr.isTTY ? '\r' : ''}${saved} files of ${bytes} bytes saved\n`)
  for (const name of damaged) process.stderr.write(`DAMAGED: ${name} was not saved\n`)
  return damaged.length
}

/** By id, by +number or by @name. */
async function find(read: Reads, user: string): Promise<UserId | undefined> {
  if (user.startsWith('+')) return (await read.users.byPhone(user.replaceAll(/[^0-9]/g, '')))?.id
  const id = /^[0-9]+$/.test(user) ? toUserId(BigInt(user)) : await read.usernames.resolve(user.replace(/^@/, ''))
  return id === undefined || !isUser(id) ? undefined : (await read.users.get(id))?.id
}
