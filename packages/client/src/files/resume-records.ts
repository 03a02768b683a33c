import { sha256 } from '@chappe/crypto'
import { decodeRecordIfSound, encodeRecord, type RecordReader } from '../storage/records.ts'
import type { ClientStorage } from '../storage/storage.ts'

/** How far an upload was when it was last looked at. */
export interface UploadRecord {
  readonly fileId: bigint
  readonly partBytes: number
  /** What tells the content from another one. */
  readonly mark: Uint8Array
  /** One bit for each part that the server has. */
  readonly parts: Uint8Array
  /** When the server last got one, Unix time in ms. */
  readonly at: number
}

/** How far a download is on the disk, whatever happens to the machine. */
export interface DownloadRecord {
  readonly bytes: number
}

/** Records of transfers that are not over, under names of the caller's choice. */
export interface ResumeRecords {
  loadUpload(name: string): Promise<UploadRecord | undefined>
  saveUpload(name: string, record: UploadRecord | undefined): Promise<void>
  loadDownload(name: string): Promise<DownloadRecord | undefined>
  saveDownload(name: string, record: DownloadRecord | undefined): Promise<void>
}

export function createResumeRecords(storage: ClientStorage): ResumeRecords {
  const save = (name: string, record: object | undefined): Promise<void> =>
    storage.save(name, record === undefined ? undefined : encodeRecord(record))
  return {
    loadUpload: async (name) => decodeRecordIfSound(await storage.load(storedName('upload', name)), readUpload),
    saveUpload: (name, record) => save(storedName('upload', name), record),
    loadDownload: async (name) =>
      decodeRecordIfSound(await storage.load(storedName('download', name)), (record) => ({
        bytes: record.number('bytes'),
      })),
    saveDownload: (name, record) => save(storedName('download', name), record),
  }
}

function readUpload(record: RecordReader): UploadRecord {
  return {
    fileId: record.bigint('fileId'),
    partBytes: record.number('partBytes'),
    mark: record.bytes('mark'),
    parts: record.bytes('parts'),
    at: record.number('at'),
  }
}

/** Stores take names of small letters, digits and hyphens. */
function storedName(kind: 'upload' | 'download', name: string): string {
  const digest = sha256(new TextEncoder().encode(name)).subarray(0, 12)
  return `${kind}-${Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
