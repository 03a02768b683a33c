import type { api } from '@chappe/tl-codec/api'
import type { Bot } from '../bot.ts'
import { badRequest } from '../bot-api-error.ts'
import { fieldsOf } from './fields.ts'
import { createParams, type Params } from './params.ts'

/** Who alone is shown a message, and the press of a button that it answers. */
export interface EphemeralTo {
  readonly receiverId: api.InputUser
  readonly queryId: bigint | undefined
}

/** "EphemeralMessageParameters"; the fields in which Bot API 10.2 had them are taken as well. */
export async function readEphemeral(bot: Bot, params: Params): Promise<EphemeralTo | undefined> {
  const given = params.json('ephemeral_message_parameters')
  const inner =
    given === undefined ? params : createParams(new Map(fieldsOf('EphemeralMessageParameters', given).entries()))
  if (given === undefined && !params.isGiven('receiver_user_id')) return undefined
  // There is no field for it in the layer that the server speaks.
  if (inner.flag('replace_callback_query_message')) {
    throw badRequest('the message of a callback query cannot be replaced')
  }
  const query = inner.text('callback_query_id')
  if (query !== undefined && !/^-?\d{1,20}$/.test(query)) throw badRequest('invalid callback query ID specified')
  return {
    receiverId: await bot.user(inner, 'receiver_user_id'),
    queryId: query === undefined ? undefined : BigInt.asIntN(64, BigInt(query)),
  }
}
