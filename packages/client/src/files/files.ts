import type { RandomBytes } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import type { Clock } from '@chappe/transport/client'
import type { SentMessage } from '../messages/send.ts'
import type { PeerLike } from '../peers/resolve.ts'
import type { PlatformFiles } from '../platform/platform.ts'
import type { Call } from '../rpc/call.ts'
import type { ClientStorage } from '../storage/storage.ts'
import { type Download, type DownloadOptions, download } from './download.ts'
import type { FileLike } from './file-like.ts'
import type { FileOrigins } from './file-origins.ts'
import { refreshFile } from './refresh-file.ts'
import { createResumeRecords } from './resume-records.ts'
import {
  type AlbumItem,
  type CaptionOptions,
  type Sendable,
  type SendFileOptions,
  type SendMediaPort,
  type SendPhotoOptions,
  sendAlbum,
  sendOne,
} from './send-media.ts'
import type { UploadSource } from './sources.ts'
import { type Upload, type UploadOptions, upload } from './upload.ts'

/** What a client does with files. */
export interface Files {
  /** Uploads bytes, a Blob, a stream or, in Node, the file of a path. The server keeps it for a day, in which it is to be sent. */
  upload(source: UploadSource, options?: UploadOptions): Upload
  /** What a message, document or photo shows: into bytes, a Blob, a stream or, in Node, a file. */
  download(file: FileLike, options?: DownloadOptions): Download
  /** Sends a file, which is uploaded first unless it is at the server. */
  sendFile(peer: PeerLike, file: Sendable, options?: SendFileOptions): Promise<SentMessage>
  sendPhoto(peer: PeerLike, photo: Sendable, options?: SendPhotoOptions): Promise<SentMessage>
  /** Sends 1 to 10 photos or files together; the caption of the first is that of the album. */
  sendAlbum(peer: PeerLike, items: readonly AlbumItem[], options?: CaptionOptions): Promise<SentMessage[]>
}

export interface FilesPort {
  readonly clock: Clock
  readonly random: RandomBytes
  readonly storage: ClientStorage
  readonly files: PlatformFiles | undefined
  readonly closed: AbortSignal
  readonly origins: FileOrigins
  readonly call: Call
  /** By the connections that carry files. */
  readonly fileCall: Call
  resolve(peer: PeerLike): Promise<api.InputPeer>
}

export function createFiles(port: FilesPort): Files {
  const { clock, random, closed, files, call, origins, resolve } = port
  const records = createResumeRecords(port.storage)
  const refresh = (shown: api.document | api.photo, from: FileLike) =>
    refreshFile({ call, origins, resolve }, shown, from)
  const common = { clock, random, closed, files, call: port.fileCall, records, refresh }
  const sendPort: SendMediaPort = {
    ...{ call, random, refresh },
    upload: (source, options) => upload(common, source, options),
    forgetUpload: (name) => records.saveUpload(name, undefined),
  }
  return {
    upload: (source, options = {}) => upload(common, source, options),
    download: (file, options = {}) => download(common, file, options),
    async sendFile(peer, file, options = {}) {
      return sendOne(sendPort, await resolve(peer), { file, ...options }, options)
    },
    async sendPhoto(peer, photo, options = {}) {
      return sendOne(sendPort, await resolve(peer), { photo, ...options }, options)
    },
    async sendAlbum(peer, items, options = {}) {
      return sendAlbum(sendPort, await resolve(peer), items, options)
    },
  }
}
