import { statSync } from 'node:fs'
import { join } from 'node:path'
import { limitFileSize } from '../../packages/server/src/testing/file-size-limit.ts'
import type { ServerProcess } from './server-process.ts'

/** From now on the files of the store can grow by so many bytes, as on a disk that has no more; what is free in them, too. */
export function fillDisk(server: ServerProcess, room: number): void {
  const size = (name: string): number => statSync(join(server.folder, name)).size
  if (server.pid !== undefined) limitFileSize(server.pid, Math.max(size('chappe.db'), size('chappe.db-wal')) + room)
}

/** There is space again. */
export function freeDisk(server: ServerProcess): void {
  if (server.pid !== undefined) limitFileSize(server.pid, undefined)
}
