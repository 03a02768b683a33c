import type { api } from '@chappe/tl-codec/api'
import type { Refusal } from './refusal.ts'
import { mediaOfRich } from './rich/rich-media.ts'
import { refusalOf, type SendAct, type Standing } from './rights.ts'

/**
 * What somebody does by saying this, whose rights may be lost one by one ("Admin, banned, default rights"). What is neither
 * a file nor a poll goes by the right to say something in words, as TDLib has it: contacts, places, invoices. A page that is
 * shown beside words is not asked for here: without the right to it ("show page") they are said without it.
 */
export function actsOfSaying(media: api.MessageMedia | undefined, viaBot?: number | undefined): readonly SendAct[] {
  return viaBot === undefined ? actsOfMedia(media) : ['send by inline bots', ...actsOfMedia(media)]
}

function actsOfMedia(media: api.MessageMedia | undefined): readonly SendAct[] {
  switch (media?._) {
    case 'messageMediaPhoto':
      return ['send photos']
    case 'messageMediaDocument':
      return [actOfDocument(media)]
    case 'messageMediaDice':
      return ['send stickers']
    case 'messageMediaGame':
      return ['send games']
    case 'messageMediaPoll':
    case 'messageMediaToDo':
      return ['send polls']
    case 'messageMediaStory':
    case 'messageMediaPaidMedia':
      return ['send photos', 'send videos']
    default:
      return ['send text']
  }
}

function actOfDocument({ video, round, voice, document }: api.messageMediaDocument): SendAct {
  const attributes = document?._ === 'document' ? document.attributes : []
  const has = (name: api.DocumentAttribute['_']): boolean => attributes.some(({ _ }) => _ === name)
  if (has('documentAttributeSticker')) return 'send stickers'
  if (has('documentAttributeAnimated')) return 'send gifs'
  for (const attribute of attributes) {
    if (attribute._ === 'documentAttributeVideo')
      return attribute.roundMessage === true ? 'send round videos' : 'send videos'
    if (attribute._ === 'documentAttributeAudio') return attribute.voice === true ? 'send voices' : 'send audios'
  }
  if (round === true) return 'send round videos'
  if (voice === true) return 'send voices'
  return video === true ? 'send videos' : 'send documents'
}

/** What of a message says what is done by it. */
export interface SaidContent {
  readonly media?: api.MessageMedia | undefined
  readonly richMessage?: api.RichMessage | undefined
  readonly viaBot?: number | undefined
}

/** The same of all that a message shows: whoever sends blocks or polls with files in them needs the right to each. */
export function actsOfContent({ media, richMessage, viaBot }: SaidContent): readonly SendAct[] {
  const within = [...mediaOfPoll(media), ...mediaOfRich(richMessage)]
  return [...actsOfSaying(media, viaBot), ...within.flatMap((one) => actsOfSaying(one))]
}

/** What stands above a poll, and beside its answers. */
function mediaOfPoll(media: api.MessageMedia | undefined): api.MessageMedia[] {
  if (media?._ !== 'messageMediaPoll') return []
  const shown = media.poll.answers.flatMap((answer) => (answer._ === 'pollAnswer' ? (answer.media ?? []) : []))
  return media.attachedMedia === undefined ? shown : [media.attachedMedia, ...shown]
}

/** Why somebody may not say this, if so: in groups and channels each kind of what is said has a right of its own. */
export function refusalOfSaying(standing: Standing, content: SaidContent): Refusal | undefined {
  if (typeof standing === 'string') return undefined
  for (const act of actsOfContent(content)) {
    const refusal = refusalOf(standing, act)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

interface Said {
  readonly media?: api.MessageMedia | undefined
  readonly link?: string | undefined
}

/** The same, without a page below it for whoever may show none. */
export function withAllowedPage<Kind extends Said>(standing: Standing, said: Kind): Kind {
  if (typeof standing === 'string' || refusalOf(standing, 'show page') === undefined) return said
  return { ...said, link: undefined, media: said.media?._ === 'messageMediaWebPage' ? undefined : said.media }
}
