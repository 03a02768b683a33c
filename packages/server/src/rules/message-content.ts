import type { api } from '@chappe/tl-codec/api'
import type { MessageMark } from '../store/domain/chats/message-marks.ts'
import { foldText } from './fold-text.ts'
import { ttlOf } from './media-ttl.ts'
import { plainBlocks } from './rich/plain-blocks.ts'

type Content = api.message | api.messageService

/** By which of the public filters a message is found, from what is in it. */
export function contentMarks(message: Content): MessageMark[] {
  if (message._ === 'messageService') {
    return message.fromId?._ === 'peerChannel'
      ? ['sentAs', ...actionMarks(message.action)]
      : actionMarks(message.action)
  }
  // What destroys itself is in no list of a chat's media.
  const { media } = message
  const marks = media === undefined || ttlOf(media) !== undefined ? [] : mediaMarks(media)
  if (message.fromId?._ === 'peerChannel') marks.push('sentAs')
  if (message.entities?.some(isLink) && !marks.includes('url')) marks.push('url')
  return marks
}

/** Whether the text of a message is the caption of something; a page that it links to is only shown below it. */
export function isCaption(media: api.MessageMedia | undefined): boolean {
  return media !== undefined && media._ !== 'messageMediaWebPage'
}

/** Whether it is a photo or a document. */
export function isFile({ _: kind }: api.MessageMedia): boolean {
  return kind === 'messageMediaPhoto' || kind === 'messageMediaDocument'
}

/** What may stand beside each other ("Albums"): photos and videos; music; other files. Undefined for what stands alone. */
export function albumKind(media: api.MessageMedia | undefined): 'pictures' | 'music' | 'files' | undefined {
  if (media?._ === 'messageMediaPhoto') return 'pictures'
  if (media?._ !== 'messageMediaDocument') return undefined
  const [mark] = documentMarks(media)
  if (mark === 'video') return 'pictures'
  if (mark === 'music') return 'music'
  return mark === 'document' ? 'files' : undefined
}

function isLink(entity: api.MessageEntity): boolean {
  return entity._ === 'messageEntityUrl' || entity._ === 'messageEntityTextUrl' || entity._ === 'messageEntityEmail'
}

function actionMarks(action: api.MessageAction): MessageMark[] {
  if (action._ === 'messageActionPhoneCall') return ['phoneCall']
  return action._ === 'messageActionChatEditPhoto' ? ['chatPhoto'] : []
}

function mediaMarks(media: api.MessageMedia): MessageMark[] {
  switch (media._) {
    case 'messageMediaPhoto':
      return ['photo']
    case 'messageMediaDocument':
      return documentMarks(media)
    case 'messageMediaGeo':
    case 'messageMediaVenue':
      return ['geo']
    case 'messageMediaGeoLive':
      return ['geo', 'liveLocation']
    case 'messageMediaContact':
      return ['contact']
    case 'messageMediaPoll':
      return ['poll']
    case 'messageMediaWebPage':
      return ['url']
    default:
      return []
  }
}

function documentMarks({ document, round, voice }: api.messageMediaDocument): MessageMark[] {
  if (round) return ['round']
  if (voice) return ['voice']
  const attributes = document?._ === 'document' ? document.attributes : []
  const has = (name: api.DocumentAttribute['_']): boolean => attributes.some((attribute) => attribute._ === name)
  if (has('documentAttributeAnimated')) return ['gif']
  if (has('documentAttributeVideo')) return ['video']
  return has('documentAttributeAudio') ? ['music'] : ['document']
}

/** The words of a message that a search looks at: its text, and what its media says. */
export function searchText(message: Content): string {
  if (message._ === 'messageService') return ''
  const { media, richMessage } = message
  // The text says no more of blocks than fits into one.
  const said = richMessage === undefined ? message.message : plainBlocks(richMessage.blocks)
  return separateIdeographs(foldText([said, ...(media === undefined ? [] : mediaWords(media))].join('\n').trim()))
}

function mediaWords(media: api.MessageMedia): string[] {
  switch (media._) {
    case 'messageMediaContact':
      return [media.firstName, media.lastName, media.phoneNumber]
    case 'messageMediaVenue':
      return [media.title, media.address]
    case 'messageMediaPoll':
      return [
        media.poll.question.text,
        ...media.poll.answers.map((answer) => (answer._ === 'pollAnswer' ? answer.text.text : '')),
      ]
    case 'messageMediaDocument':
      return media.document?._ === 'document' ? media.document.attributes.flatMap(namesIn) : []
    case 'messageMediaToDo':
      return [media.todo.title.text, ...media.todo.list.map(({ title }) => title.text)]
    default:
      return []
  }
}

/** What a file, or the music in it, is called. */
function namesIn(attribute: api.DocumentAttribute): string[] {
  if (attribute._ === 'documentAttributeFilename') return [attribute.fileName]
  return attribute._ === 'documentAttributeAudio' ? [attribute.title ?? '', attribute.performer ?? ''] : []
}

const maxWords = 16

/** The words of a query, as they stand in the index. */
export function searchWords(query: string): string[] {
  const words = separateIdeographs(foldText(query)).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  return [...new Set(words)].slice(0, maxWords)
}

/** Scripts without spaces between words: each sign is a word of its own, so that any part of a sentence is found. */
function separateIdeographs(text: string): string {
  return text.replaceAll(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu, ' $& ')
}
