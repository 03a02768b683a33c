import type { api } from '@chappe/tl-codec/api'
import type { RichText } from '@grammyjs/types'
import type { SeenPeers } from '../peers/seen-peers.ts'
import { viewUserId } from './people.ts'

const styles = {
  textBold: 'bold',
  textItalic: 'italic',
  textUnderline: 'underline',
  textStrike: 'strikethrough',
  textSpoiler: 'spoiler',
  textSubscript: 'subscript',
  textSuperscript: 'superscript',
  textMarked: 'marked',
  textFixed: 'code',
} as const

/** A text of blocks in the words of the Bot API. */
export function viewRichText(seen: SeenPeers, text: api.RichText): RichText {
  switch (text._) {
    case 'textEmpty':
    case 'textImage':
      return ''
    case 'textPlain':
      return text.text
    case 'textConcat':
      return text.texts.map((one) => viewRichText(seen, one))
    case 'textCustomEmoji':
      return {
        ...{ type: 'custom_emoji', custom_emoji_id: String(BigInt.asUintN(64, text.documentId)) },
        alternative_text: text.alt,
      }
    case 'textMath':
      return { type: 'mathematical_expression', expression: text.source }
    default:
      return viewStyled(seen, text, viewRichText(seen, text.text))
  }
}

type Styled = Exclude<
  api.RichText,
  { readonly _: 'textEmpty' | 'textImage' | 'textPlain' | 'textConcat' | 'textCustomEmoji' | 'textMath' }
>

function viewStyled(seen: SeenPeers, styled: Styled, text: RichText): RichText {
  switch (styled._) {
    case 'textBold':
    case 'textItalic':
    case 'textUnderline':
    case 'textStrike':
    case 'textSpoiler':
    case 'textSubscript':
    case 'textSuperscript':
    case 'textMarked':
    case 'textFixed':
      return { type: styles[styled._], text }
    case 'textUrl':
      // Links to anchors and to references look alike.
      return styled.url.startsWith('#')
        ? { type: 'anchor_link', text, anchor_name: styled.url.slice(1) }
        : { type: 'url', text, url: styled.url }
    case 'textAnchor':
      return text === '' ? { type: 'anchor', name: styled.name } : { type: 'reference', text, name: styled.name }
    case 'textEmail':
      return { type: 'email_address', text, email_address: styled.email }
    case 'textPhone':
      return { type: 'phone_number', text, phone_number: styled.phone }
    case 'textMentionName':
      return { type: 'text_mention', text, user: viewUserId(seen, styled.userId) }
    case 'textDate':
      return { type: 'date_time', text, unix_time: styled.date, date_time_format: formatOf(styled) }
    case 'textAutoUrl':
      return { type: 'url', text, url: wordsOf(text) }
    case 'textAutoEmail':
      return { type: 'email_address', text, email_address: wordsOf(text) }
    case 'textAutoPhone':
      return { type: 'phone_number', text, phone_number: wordsOf(text) }
    case 'textMention':
      return { type: 'mention', text, username: wordsOf(text).replace(/^@/, '') }
    case 'textHashtag':
      return { type: 'hashtag', text, hashtag: wordsOf(text).replace(/^#/, '') }
    case 'textCashtag':
      return { type: 'cashtag', text, cashtag: wordsOf(text).replace(/^\$/, '') }
    case 'textBotCommand':
      return { type: 'bot_command', text, bot_command: wordsOf(text).replace(/^\//, '') }
    case 'textBankCard':
      return { type: 'bank_card_number', text, bank_card_number: wordsOf(text) }
    case 'textDiff':
      return text
  }
}

/** What was found in a text stands there without any style. */
function wordsOf(text: RichText): string {
  return typeof text === 'string' ? text : ''
}

function formatOf(date: api.textDate) {
  if (date.relative) return 'r'
  const day = date.longDate ? 'D' : date.shortDate ? 'd' : ''
  const time = date.longTime ? 'T' : date.shortTime ? 't' : ''
  return `${date.dayOfWeek ? 'w' : ''}${day}${time}` as const
}
