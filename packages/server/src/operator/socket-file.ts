import { chmodSync, lstatSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export const socketName = 'chappe.sock'
const makingPrefix = '.operator-'

/**
 * What `sun_path` of unix(7) takes, in bytes without the zero at its end: 107 on Linux, 103 on macOS. A longer path would be
 * cut, and another file be made.
 */
export const maxSocketPath = 103

/** Whether this system has sockets that are files with an owner. Windows has pipes by name, which are not. */
export const hasSocketFiles: boolean = process.platform !== 'win32'

/**
 * Makes the socket of a data folder. `bind` makes a file that everybody may connect to as far as the umask says, so it is
 * made in a folder that only its owner may enter, and comes to its place with its rights; one that a killed server left
 * there is replaced by that. The answer removes it.
 *
 * @param bind listens on the path, and resolves when it does
 */
export async function placeSocket(folder: string, bind: (path: string) => Promise<void>): Promise<() => void> {
  const place = join(folder, socketName)
  // Whoever was killed while making one has left this; the lock of the folder keeps others from making one now.
  const left = readdirSync(folder).filter((name) => name.startsWith(makingPrefix))
  for (const name of left) rmSync(join(folder, name), { recursive: true, force: true })
  const making = mkdtempSync(join(folder, makingPrefix))
  try {
    const made = join(making, 's')
    await withShortPath(making, 's', bind)
    chmodSync(made, 0o600)
    renameSync(made, place)
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
  const { ino } = lstatSync(place)
  return () => {
    // Not that of whoever came after.
    if (lstatSync(place, { throwIfNoEntry: false })?.ino === ino) rmSync(place, { force: true })
  }
}

/** Has `use` a path to a file of a folder that is short enough for a socket: where the folder's is not, through a link. */
export async function withShortPath<T>(folder: string, name: string, use: (path: string) => Promise<T>): Promise<T> {
  const path = resolve(folder, name)
  if (Buffer.byteLength(path) <= maxSocketPath) return use(path)
  const link = mkdtempSync(join(tmpdir(), 'chappe-'))
  try {
    symlinkSync(resolve(folder), join(link, 'd'))
    const short = join(link, 'd', name)
    if (Buffer.byteLength(short) <= maxSocketPath) return await use(short)
    throw new Error(`${path} is too long for a socket, and so is a link to it in ${tmpdir()}`)
  } finally {
    rmSync(link, { recursive: true, force: true })
  }
}
