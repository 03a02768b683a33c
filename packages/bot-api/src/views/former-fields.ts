import type {
  ChatMemberAdministrator,
  ChatPermissions,
  MessageOrigin,
  PhotoSize,
  StickerSet,
  User,
} from '@grammyjs/types'

/**
 * What the public server writes beside the fields of today, for libraries and bots that were written for those of former years
 * ("Recent changes"): each says again what another one says.
 */

/** Before Bot API 7.0 a message itself said where it was forwarded from. */
export function withFormerOrigin(forward_origin: MessageOrigin): { readonly forward_origin: MessageOrigin } {
  return { forward_origin, ...formerOrigin(forward_origin), ...{ forward_date: forward_origin.date } }
}

function formerOrigin(origin: MessageOrigin): object {
  switch (origin.type) {
    case 'user':
      return { forward_from: origin.sender_user }
    case 'hidden_user':
      return origin.sender_user_name === '' ? {} : { forward_sender_name: origin.sender_user_name }
    case 'chat':
      return { forward_from_chat: origin.sender_chat, ...signed(origin) }
    case 'channel':
      return { forward_from_chat: origin.chat, forward_from_message_id: origin.message_id, ...signed(origin) }
  }
}

function signed({ author_signature }: { readonly author_signature?: string }): object {
  return author_signature ? { forward_signature: author_signature } : {}
}

/** Before Bot API 3.0 members came one by one; the bot itself is the one that it asks for. */
export function withFormerNewMember(users: User[], self: number): { readonly new_chat_members: User[] } {
  const one = users.find(({ id }) => id === self) ?? users[0]
  return { new_chat_members: users, ...(one && { new_chat_participant: one, new_chat_member: one }) }
}

export function withFormerLeftMember(user: User): { readonly left_chat_member: User } {
  return { left_chat_member: user, ...{ left_chat_participant: user } }
}

/** Before Bot API 6.6. */
export function withFormerThumb(thumbnail: PhotoSize): { readonly thumbnail: PhotoSize } {
  return { thumbnail, ...{ thumb: thumbnail } }
}

/** Before Bot API 6.5. */
export function withFormerPermissions<Permissions extends ChatPermissions>(permissions: Permissions): Permissions {
  const { can_send_audios, can_send_documents, can_send_photos, can_send_videos } = permissions
  const { can_send_video_notes, can_send_voice_notes } = permissions
  const files = [can_send_audios, can_send_documents, can_send_photos, can_send_videos]
  const may = [...files, can_send_video_notes, can_send_voice_notes].every((one) => one === true)
  return { ...permissions, ...{ can_send_media_messages: may } }
}

/** Before Bot API 6.0. */
export function withFormerRights(member: ChatMemberAdministrator): ChatMemberAdministrator {
  return { ...member, ...{ can_manage_voice_chats: member.can_manage_video_chats } }
}

/** Before a quiz could have several right answers. */
export function withFormerCorrect(ids: number[]): { readonly correct_option_ids: number[] } {
  return { correct_option_ids: ids, ...(ids.length === 1 && { correct_option_id: ids[0] }) }
}

/** Before Bot API 7.2 all stickers of a set were of one kind, and before 6.2 masks were told apart so. */
export function withFormerKind(set: StickerSet): StickerSet {
  const { stickers, sticker_type } = set
  const kinds = {
    is_animated: stickers.length > 0 && stickers.every((one) => one.is_animated),
    is_video: stickers.length > 0 && stickers.every((one) => one.is_video),
    contains_masks: sticker_type === 'mask',
  }
  return { ...set, ...kinds }
}
