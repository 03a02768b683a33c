import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { deliver } from '../../chats/placing/deliver.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { botFatherId, type UnixTime, type UserId } from '../../ids.ts'
import { normalizeText } from '../../rules/message-text.ts'
import { Refusal } from '../../rules/refusal.ts'
import type { Transaction } from '../../store/store.ts'
import { converse } from './converse.ts'
import { readState, writeState } from './state.ts'
import type { FollowUp, Turn } from './turn.ts'

interface Heard {
  readonly userId: UserId
  readonly text: string
  readonly media?: api.MessageMedia | undefined
  readonly date: UnixTime
  readonly session: SessionName
}

/**
 * Within the unit in which somebody wrote to @BotFather, the bot that makes bots: answers, so that what was done and what is said
 * of it are one. Its conversations are in the store, and any process goes on with them.
 */
export async function answerAsBotFather(
  tx: Transaction,
  ports: ServicePorts,
  { userId, text, media, date, session }: Heard,
): Promise<FollowUp | undefined> {
  const state = readState(await tx.bots.conversation(botFatherId, userId))
  const turn = await converse(tx, ports, { userId, said: text.trim(), photo: photoIn(media), state, date }).catch(
    (error: unknown): Turn => {
      // What was asked for cannot be; the question stands.
      if (error instanceof Refusal) return { text: inWords(error.message), state }
      throw error
    },
  )
  await tx.bots.setConversation(botFatherId, userId, writeState(turn.state))
  const said = normalizeText(turn.text, turn.code === undefined ? [] : [codeIn(turn.text, turn.code)])
  await deliver(tx, ports, {
    ...said,
    ...{ from: botFatherId, to: userId, date, replyTo: undefined, randomId: undefined },
    ...{ silent: false, noforwards: false, invertMedia: false },
    replyMarkup: keyboardOf(turn),
    session,
  })
  return turn.followUp
}

function photoIn(media: api.MessageMedia | undefined): number | undefined {
  return media?._ === 'messageMediaPhoto' && media.photo?._ === 'photo' ? Number(media.photo.id) : undefined
}

function codeIn(text: string, code: string): api.MessageEntity {
  return { _: 'messageEntityCode', offset: text.indexOf(code), length: code.length }
}

function keyboardOf({ keyboard }: Turn): api.ReplyMarkup {
  if (keyboard === undefined || keyboard.length === 0) return { _: 'replyKeyboardHide' }
  const rows = keyboard.map(
    (texts): api.keyboardButtonRow => ({
      _: 'keyboardButtonRow',
      buttons: texts.map((text) => ({ _: 'keyboardButton', text })),
    }),
  )
  return { _: 'replyKeyboardMarkup', resize: true, singleUse: true, rows }
}

function inWords(error: string): string {
  switch (error) {
    case 'FIRSTNAME_INVALID':
      return 'A name has 1 to 64 characters. Try another one.'
    case 'USERNAME_INVALID':
      return 'A username has 5 to 32 letters, digits and underscores, and ends in "bot". Try another one.'
    case 'USERNAME_OCCUPIED':
      return 'This username is taken. Try another one.'
    case 'PHOTO_INVALID':
      return 'This is no photo. Send one, or /cancel.'
    case 'BOTS_TOO_MUCH':
      return 'You have as many bots as one may have. Delete one with /deletebot first.'
    default:
      return `This cannot be done: ${error}.`
  }
}
