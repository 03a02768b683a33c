import type { api } from '@chappe/tl-codec/api'

/** What is found in a text without anybody having marked it. */
export type Found = Extract<
  api.MessageEntity,
  {
    readonly _:
      | 'messageEntityUrl'
      | 'messageEntityEmail'
      | 'messageEntityMention'
      | 'messageEntityHashtag'
      | 'messageEntityCashtag'
      | 'messageEntityBotCommand'
      | 'messageEntityPhone'
      | 'messageEntityBankCard'
  }
>

/** In code units. */
export interface Span {
  readonly offset: number
  readonly length: number
}
