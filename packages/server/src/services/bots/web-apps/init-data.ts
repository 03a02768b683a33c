import { createHmac, type KeyObject, sign } from 'node:crypto'
import type { UserId } from '../../../ids.ts'

/** What a web app is told of who opened it, and where ("WebAppInitData"), by the names of the Bot API. */
export type InitData = Readonly<Record<string, string | undefined>>

export interface InitDataKeys {
  readonly bot: UserId
  readonly token: string
  /** An Ed25519 key. */
  readonly key: KeyObject
}

/**
 * Signs it twice ("Validating data received via the Mini App"): `hash` is for whoever has the bot's token, `signature` for others
 * ("Validating data for Third-Party Use").
 */
export function signInitData(data: InitData, { bot, token, key }: InitDataKeys): string {
  const fields = Object.entries(data).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  )
  const forOthers = [`${bot}:WebAppData`, ...linesOf(fields)].join('\n')
  const signature = sign(null, Buffer.from(forOthers), key).toString('base64url')
  const signed: [string, string][] = [...fields, ['signature', signature]]
  const secret = createHmac('sha256', 'WebAppData').update(token).digest()
  const hash = createHmac('sha256', secret).update(linesOf(signed).join('\n')).digest('hex')
  return [...signed, ['hash', hash]].map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`).join('&')
}

/** The "data-check-string", line by line. */
function linesOf(fields: readonly (readonly [string, string])[]): string[] {
  return fields.map(([name, value]) => `${name}=${value}`).sort()
}
