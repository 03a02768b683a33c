import { TlError } from '@chappe/tl-codec'
import { decode, encode } from '@chappe/tl-codec/api'
import { type Files, filesOf, filesOfMedia } from '../../../../tl/files-of-message.ts'

/** The numbers of the files that a message shows: one of each kind is counted. */
export interface FilesIn {
  readonly document: number | null
  readonly photo: number | null
}

export const noFiles: FilesIn = { document: null, photo: null }

const nothing = new Uint8Array()
const common = { id: 0n, accessHash: 0n, fileReference: nothing, date: 0, dcId: 0 }

/** The numbers of their constructors. */
const marks = [
  encode({ _: 'document', ...common, mimeType: '', size: 0n, attributes: [] }),
  encode({ _: 'photo', ...common, sizes: [] }),
].map((bytes) => Buffer.from(bytes.subarray(0, 4)))

/** What a message with a file has at the least, with nothing in any of its strings. */
const leastBytes = 80

/** Which files a message that is about to be stored shows. Those that show none are told by looking for eight bytes. */
export function filesIn(data: Uint8Array): FilesIn {
  return find(data, () => filesOf(decode('Message', data)))
}

/** The same of a message that only one member of a group sees. */
export function filesInEphemeral(data: Uint8Array): FilesIn {
  return find(data, () => filesOfMedia(decode('EphemeralMessage', data).media))
}

/**
 * Which files an event of a channel's log shows that may be shown nowhere else any more: those of a message that was deleted, or
 * as it was before somebody changed it, and a picture that was replaced.
 */
export function filesInLogged(data: Uint8Array): FilesIn {
  return find(data, () => {
    const action = decode('ChannelAdminLogEventAction', data)
    switch (action._) {
      case 'channelAdminLogEventActionEditMessage':
        return filesOf(action.prevMessage)
      case 'channelAdminLogEventActionDeleteMessage':
        return filesOf(action.message)
      case 'channelAdminLogEventActionChangePhoto':
        return { documents: [], photos: action.prevPhoto._ === 'photo' ? [action.prevPhoto] : [] }
      default:
        return { documents: [], photos: [] }
    }
  })
}

function find(data: Uint8Array, read: () => Files): FilesIn {
  if (data.length < leastBytes) return noFiles
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.length)
  if (!marks.some((mark) => bytes.indexOf(mark) !== -1)) return noFiles
  try {
    const { documents, photos } = read()
    return { document: idOf(documents[0]), photo: idOf(photos[0]) }
  } catch (error) {
    if (error instanceof TlError) return noFiles
    throw error
  }
}

function idOf(file: { readonly id: bigint } | undefined): number | null {
  return file === undefined ? null : Number(file.id)
}
