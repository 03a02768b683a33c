import { createHmac, timingSafeEqual } from 'node:crypto'
import type { UserId } from '../../ids.ts'
import { toUserId } from '../../peers/peer-id.ts'
import type { BotRecord } from '../../store/domain/people/bots.ts'

/** The public form: the bot's number, a colon, and 35 letters, digits, underscores or dashes. */
const secretLength = 35
const form = /^([0-9]{1,16}):([A-Za-z0-9_-]{35})$/

/** Of so many bytes a bot's token is made, with the server's secret. */
export const tokenSeedBytes = 16

export function tokenOf(secret: Uint8Array, { userId, tokenSeed }: Pick<BotRecord, 'userId' | 'tokenSeed'>): string {
  const mac = createHmac('sha256', secret)
    .update('bot token')
    .update(`${userId}:`)
    .update(tokenSeed)
    .digest('base64url')
  return `${userId}:${mac.slice(0, secretLength)}`
}

/** Whose token a text would be; undefined for what is none. */
export function botOfToken(token: string): UserId | undefined {
  const [, id] = form.exec(token) ?? []
  return id === undefined ? undefined : toUserId(BigInt(id))
}

/** In constant time. */
export function isTokenOf(secret: Uint8Array, bot: Pick<BotRecord, 'userId' | 'tokenSeed'>, token: string): boolean {
  const expected = Buffer.from(tokenOf(secret, bot))
  const given = Buffer.from(token)
  return expected.length === given.length && timingSafeEqual(expected, given)
}
