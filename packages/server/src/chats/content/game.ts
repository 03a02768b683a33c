import { createHmac } from 'node:crypto'
import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { isSameHash } from '../../peers/access-hash.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { GameRecord } from '../../store/domain/people/games.ts'
import { readStored } from '../../tl/stored.ts'

type Ports = Pick<ServicePorts, 'inputPeers' | 'store' | 'secret'>

/** A game that a bot sends, which is one of its own ("Bot games"). Throws `GAME_BOT_INVALID` for any other. */
export async function parseGame(ports: Ports, userId: UserId, input: api.InputGame): Promise<api.messageMediaGame> {
  const { store, secret } = ports
  const game = await findGame(ports, userId, input)
  if (game?.bot !== userId) throw badRequest('GAME_BOT_INVALID')
  const { id, shortName, title, description } = game
  const stored = game.photo === undefined ? undefined : await store.read.photos.get(game.photo)
  const photo = (stored && readStored('Photo', stored.data)) ?? ({ _: 'photoEmpty', id: 0n } as const)
  const accessHash = accessHashOf(secret, game)
  return {
    _: 'messageMediaGame',
    game: { _: 'game', id: BigInt(id), accessHash, shortName, title, description, photo },
  }
}

async function findGame(
  { inputPeers, store, secret }: Ports,
  userId: UserId,
  input: api.InputGame,
): Promise<GameRecord | undefined> {
  if (input._ === 'inputGameShortName') {
    const bot = await inputPeers.user(userId, input.botId)
    return bot === undefined ? undefined : store.read.games.named(bot, input.shortName)
  }
  const game = await store.read.games.get(Number(input.id))
  return game !== undefined && isSameHash(accessHashOf(secret, game), input.accessHash) ? game : undefined
}

function accessHashOf(secret: Uint8Array, { id, bot }: GameRecord): bigint {
  return createHmac('sha256', secret).update(`game ${bot} ${id}`).digest().readBigInt64LE(0)
}

/**
 * The buttons below a game, of which the first one begins it; where a bot names none, there is that one. Throws
 * `BUTTON_POS_INVALID` for such a button anywhere else.
 */
export function withGameButton(
  media: api.MessageMedia | undefined,
  markup: api.ReplyMarkup | undefined,
): api.ReplyMarkup | undefined {
  const buttons = markup?._ === 'replyInlineMarkup' ? markup.rows.flatMap((row) => row.buttons) : []
  const [first, ...others] = buttons.map(({ _: kind }) => kind === 'keyboardButtonGame')
  if (others.includes(true)) throw badRequest('BUTTON_POS_INVALID')
  if (media?._ !== 'messageMediaGame') {
    if (first === true) throw badRequest('BUTTON_POS_INVALID')
    return markup
  }
  if (markup === undefined) return playButton(media.game)
  if (first !== true) throw badRequest('BUTTON_POS_INVALID')
  return markup
}

function playButton({ title }: api.game): api.ReplyMarkup {
  const button = { _: 'keyboardButtonGame', text: `Play ${title}` } as const
  return { _: 'replyInlineMarkup', rows: [{ _: 'keyboardButtonRow', buttons: [button] }] }
}
