import type { api } from '@chappe/tl-codec/api'

/** What becomes of each file that a message shows. */
export interface FileChange {
  document(document: api.document): api.Document
  photo(photo: api.photo): api.Photo
}

type Shown<T> = T | undefined

/** The message with other files in the place of those that it shows; the same object if it shows none. */
export function mapFiles<Message extends api.Message>(message: Message, change: FileChange): Message
export function mapFiles(message: api.Message, change: FileChange): api.Message {
  if (message._ === 'message') {
    const { media, richMessage } = message
    if (media === undefined && richMessage === undefined) return message
    const changed = media && mapMedia(media, change)
    const changedRich = richMessage && mapRich(richMessage, change)
    return changed === media && changedRich === richMessage
      ? message
      : { ...message, media: changed, richMessage: changedRich }
  }
  if (message._ !== 'messageService') return message
  const { action } = message
  if (action._ === 'messageActionRequestedPeerSentMe') {
    if (action.peers.every(({ photo }) => photo === undefined)) return message
    const peers = action.peers.map((peer) => ({ ...peer, photo: mapPhoto(peer.photo, change) }))
    return { ...message, action: { ...action, peers } }
  }
  if (action._ !== 'messageActionChatEditPhoto' && action._ !== 'messageActionSuggestProfilePhoto') return message
  const photo = mapPhoto(action.photo, change)
  return photo === action.photo ? message : { ...message, action: { ...action, photo } }
}

/** The same of media alone. */
export function mapMedia<Media extends api.MessageMedia>(media: Media, change: FileChange): Media
export function mapMedia(media: api.MessageMedia, change: FileChange): api.MessageMedia {
  switch (media._) {
    case 'messageMediaDocument': {
      const { document, altDocuments, videoCover } = media
      if (document === undefined) return media
      const alternatives = altDocuments?.map((one) => mapDocument(one, change))
      return {
        ...{ ...media, document: mapDocument(document, change), altDocuments: alternatives },
        videoCover: mapPhoto(videoCover, change),
      }
    }
    case 'messageMediaPhoto': {
      const { photo, video } = media
      if (photo === undefined) return media
      return { ...media, photo: mapPhoto(photo, change), video: mapDocument(video, change) }
    }
    case 'messageMediaGame': {
      const { game } = media
      return {
        ...media,
        game: { ...game, photo: mapPhoto(game.photo, change), document: mapDocument(game.document, change) },
      }
    }
    case 'messageMediaWebPage': {
      const { webpage } = media
      if (webpage._ !== 'webPage' || (webpage.photo === undefined && webpage.document === undefined)) return media
      const { photo, document } = webpage
      const changed = { ...webpage, photo: mapPhoto(photo, change), document: mapDocument(document, change) }
      return { ...media, webpage: changed }
    }
    case 'messageMediaPoll':
      return mapPoll(media, change)
    default:
      return media
  }
}

/** What stands above a poll, and beside its answers. */
function mapPoll(media: api.messageMediaPoll, change: FileChange): api.messageMediaPoll {
  const { poll, attachedMedia } = media
  const isPlain = attachedMedia === undefined && poll.answers.every((answer) => answer.media === undefined)
  if (isPlain) return media
  const answers = poll.answers.map((answer): api.PollAnswer => {
    if (answer._ !== 'pollAnswer' || answer.media === undefined) return answer
    return { ...answer, media: mapMedia<api.MessageMedia>(answer.media, change) }
  })
  return {
    ...{ ...media, poll: { ...poll, answers } },
    attachedMedia: attachedMedia && mapMedia<api.MessageMedia>(attachedMedia, change),
  }
}

/** The same of blocks: their files stand beside them. */
export function mapRich(rich: api.richMessage, change: FileChange): api.richMessage {
  const { photos, documents } = rich
  if (photos.length === 0 && documents.length === 0) return rich
  return {
    ...rich,
    photos: photos.map((photo) => mapPhoto(photo, change)),
    documents: documents.map((document) => mapDocument(document, change)),
  }
}

/** The same of what was done in a channel. */
export function mapLogged(action: api.ChannelAdminLogEventAction, change: FileChange): api.ChannelAdminLogEventAction {
  switch (action._) {
    case 'channelAdminLogEventActionEditMessage': {
      const { prevMessage, newMessage } = action
      return { ...action, prevMessage: mapFiles(prevMessage, change), newMessage: mapFiles(newMessage, change) }
    }
    case 'channelAdminLogEventActionDeleteMessage':
    case 'channelAdminLogEventActionUpdatePinned':
    case 'channelAdminLogEventActionStopPoll':
      return { ...action, message: mapFiles(action.message, change) }
    case 'channelAdminLogEventActionChangePhoto': {
      const { prevPhoto, newPhoto } = action
      return { ...action, prevPhoto: mapPhoto(prevPhoto, change), newPhoto: mapPhoto(newPhoto, change) }
    }
    default:
      return action
  }
}

function mapPhoto<T extends Shown<api.Photo>>(photo: T, change: FileChange): T | api.Photo {
  return photo?._ === 'photo' ? change.photo(photo) : photo
}

function mapDocument<T extends Shown<api.Document>>(document: T, change: FileChange): T | api.Document {
  return document?._ === 'document' ? change.document(document) : document
}

/** Files that are shown somewhere. */
export interface Files {
  readonly documents: readonly api.document[]
  readonly photos: readonly api.photo[]
}

/** The files that a message shows. */
export function filesOf(message: api.Message): Files {
  return filesFoundBy((change) => mapFiles(message, change))
}

/** The files that media shows. */
export function filesOfMedia(media: api.MessageMedia | undefined): Files {
  return filesFoundBy((change) => media && mapMedia<api.MessageMedia>(media, change))
}

/** Those that one of these functions comes to. */
export function filesFoundBy(look: (change: FileChange) => unknown): Files {
  const documents: api.document[] = []
  const photos: api.photo[] = []
  look({
    document(document) {
      documents.push(document)
      return document
    },
    photo(photo) {
      photos.push(photo)
      return photo
    },
  })
  return { documents, photos }
}

/** Whether the message may show a file at all. Costs nothing for those that are words alone. */
export function mayShowFiles(message: api.Message): boolean {
  if (message._ === 'message') return message.media !== undefined || message.richMessage !== undefined
  if (message._ !== 'messageService') return false
  const { _: name } = message.action
  return name.endsWith('Photo') || name === 'messageActionRequestedPeerSentMe'
}
