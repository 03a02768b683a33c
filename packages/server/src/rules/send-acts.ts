import type { api } from '@chappe/tl-codec/api'
import type { SendAct } from './rights.ts'

/**
 * What somebody does by saying this, whose rights may be lost one by one ("Admin, banned, default rights"). What is neither
 * a file nor a poll goes by the right to say something in words, as TDLib has it: contacts, places, invoices. A page that is
 * shown beside words is not asked for here: without the right to it ("show page") they are said without it.
 */
export function actsOfSaying(media: api.MessageMedia | undefined): readonly SendAct[] {
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
