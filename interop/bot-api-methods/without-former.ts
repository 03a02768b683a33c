import { isDeepStrictEqual } from 'node:util'

type Fields = Readonly<Record<string, unknown>>

const files = ['audios', 'documents', 'photos', 'videos', 'video_notes', 'voice_notes'].map(
  (kind) => `can_send_${kind}`,
)

const origins: Readonly<Record<string, readonly string[]>> = {
  forward_from: ['sender_user'],
  forward_from_chat: ['sender_chat', 'chat'],
  forward_from_message_id: ['message_id'],
  forward_sender_name: ['sender_user_name'],
  forward_signature: ['author_signature'],
  forward_date: ['date'],
}

/** Fields of former years, each with what it says again; undefined where it is none of them. */
const formers: Readonly<Record<string, (beside: Fields) => readonly unknown[] | undefined>> = {
  thumb: (beside) => [beside['thumbnail']],
  new_chat_participant: (beside) => listed(beside['new_chat_members']),
  // It is a field of today, where no list stands beside it.
  new_chat_member: (beside) => ('new_chat_members' in beside ? listed(beside['new_chat_members']) : undefined),
  left_chat_participant: (beside) => [beside['left_chat_member']],
  can_manage_voice_chats: (beside) => [beside['can_manage_video_chats']],
  can_send_media_messages: (beside) => [files.every((name) => beside[name] === true)],
  is_animated: (beside) => ofSet(beside, 'is_animated'),
  is_video: (beside) => ofSet(beside, 'is_video'),
  correct_option_id: ({ correct_option_ids: ids }) => (listed(ids).length === 1 ? listed(ids) : []),
  contains_masks: (beside) => [beside['sticker_type'] === 'mask'],
  all_members_are_administrators: (beside) => (beside['type'] === 'group' ? [true, false] : []),
  user_shared: ({ users_shared: shared }) => {
    const { request_id, users } = isFields(shared) ? shared : {}
    const ids = listed(users).map((user) => (isFields(user) ? user['user_id'] : undefined))
    return ids.length === 1 ? [{ request_id, user_id: ids[0] }] : []
  },
  user_ids: ({ users, request_id }) =>
    request_id === undefined
      ? undefined
      : [listed(users).map((user) => (isFields(user) ? user['user_id'] : undefined))],
  ...Object.fromEntries(
    Object.entries(origins).map(([former, names]) => [
      former,
      ({ forward_origin: origin }: Fields) => (isFields(origin) ? names.map((name) => origin[name]) : []),
    ]),
  ),
}

/** Undefined for a sticker, which says so today as well. */
function ofSet({ stickers }: Fields, kind: string): readonly unknown[] | undefined {
  if (stickers === undefined) return undefined
  const all = listed(stickers)
  return [all.length > 0 && all.every((one) => isFields(one) && one[kind] === true)]
}

/**
 * An answer without the fields that are written for libraries of former years, of which `@grammyjs/types` knows nothing. Throws for one
 * that says anything else than the field of today.
 */
export function withoutFormer(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutFormer)
  if (!isFields(value)) return value
  const left = Object.entries(value).filter(([name, said]) => {
    const again = Object.hasOwn(formers, name) ? formers[name]?.(value) : undefined
    if (again === undefined) return true
    if (!again.some((one) => one !== undefined && isDeepStrictEqual(one, said))) {
      throw new Error(`${name} says something of its own: ${JSON.stringify(value)}`)
    }
    return false
  })
  return Object.fromEntries(left.map(([name, said]) => [name, withoutFormer(said)]))
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
