import type { api } from '@chappe/tl-codec/api'
import type { Draft } from './draft.ts'

/** A service message: says in a chat what happened there. */
export function noteDraft(
  action: api.MessageAction,
  chat: Pick<Draft, 'from' | 'to' | 'date'> & Partial<Pick<Draft, 'replyTo' | 'silent' | 'session'>>,
): Draft {
  const { from, to, date, replyTo, silent = false, session } = chat
  const content = { text: '', entities: [], action, silent, noforwards: false, invertMedia: false }
  return { ...content, from, to, date, replyTo, session, randomId: undefined }
}
