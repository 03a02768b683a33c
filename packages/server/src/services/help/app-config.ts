import { type api, encode } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import { chatlistUpdatePeriod, maxChatlistLinks, maxChatlists } from '../../rules/chatlists.ts'
import { contentHash } from '../../rules/content-hash.ts'
import {
  maxDialogFilters,
  maxFilterPeers,
  maxPinnedDialogs,
  maxPinnedInArchive,
  maxPinnedSavedDialogs,
} from '../../rules/dialog-limits.ts'
import { diceEmoji } from '../../rules/dice.ts'
import { maxEntities } from '../../rules/entities.ts'
import { maxMessageLength } from '../../rules/message-text.ts'
import { requestSeconds } from '../../rules/no-forwards.ts'
import { maxTags } from '../../rules/reactions.ts'
import { maxReaders, readDateSeconds } from '../../rules/read-marks.ts'
import { maxRingtoneBytes, maxRingtoneSeconds, maxRingtones, maxSavedGifs } from '../../rules/saved-documents.ts'
import { maxFavedStickers } from '../../rules/sticker-sets.ts'
import { maxTodoItemLength, maxTodoItems, maxTodoTitleLength } from '../../rules/todo-list.ts'
import { maxVerificationLength } from '../../rules/verification.ts'

/** Limits that clients read from the server's application configuration ("Client configuration"). */
const fields: Readonly<Record<string, number>> = {
  about_length_limit_default: 70,
  about_length_limit_premium: 70,
  bot_verification_description_length_limit: maxVerificationLength,
  caption_length_limit_default: 1024,
  caption_length_limit_premium: 1024,
  chat_read_mark_expire_period: readDateSeconds,
  chat_read_mark_size_threshold: maxReaders,
  chatlist_invites_limit_default: maxChatlistLinks,
  chatlist_invites_limit_premium: maxChatlistLinks,
  chatlist_update_period: chatlistUpdatePeriod,
  chatlists_joined_limit_default: maxChatlists,
  chatlists_joined_limit_premium: maxChatlists,
  dialog_filters_chats_limit_default: maxFilterPeers,
  dialog_filters_chats_limit_premium: maxFilterPeers,
  dialog_filters_limit_default: maxDialogFilters,
  dialog_filters_limit_premium: maxDialogFilters,
  dialogs_folder_pinned_limit_default: maxPinnedInArchive,
  dialogs_folder_pinned_limit_premium: maxPinnedInArchive,
  dialogs_pinned_limit_default: maxPinnedDialogs,
  dialogs_pinned_limit_premium: maxPinnedDialogs,
  message_length_max: maxMessageLength,
  entities_length_max: maxEntities,
  no_forwards_request_expire_period: requestSeconds,
  reactions_uniq_max: maxTags,
  reactions_user_max_default: 1,
  reactions_user_max_premium: 1,
  ringtone_duration_max: maxRingtoneSeconds,
  ringtone_saved_count_max: maxRingtones,
  ringtone_size_max: maxRingtoneBytes,
  stickers_faved_limit_default: maxFavedStickers,
  stickers_faved_limit_premium: maxFavedStickers,
  saved_dialogs_pinned_limit_default: maxPinnedSavedDialogs,
  saved_dialogs_pinned_limit_premium: maxPinnedSavedDialogs,
  saved_gifs_limit_default: maxSavedGifs,
  saved_gifs_limit_premium: maxSavedGifs,
  todo_item_length_max: maxTodoItemLength,
  todo_items_max: maxTodoItems,
  todo_title_length_max: maxTodoTitleLength,
}

/** At which frame of its animation the best outcome of each is cheered at ("Dice"). */
const cheers: readonly (readonly [emoji: string, value: number, frame: number])[] = [
  ['🎯', 6, 20],
  ['🎳', 6, 28],
  ['🏀', 5, 36],
  ['⚽', 5, 22],
  ['🎰', 64, 46],
]

/** What this server does not have: clients hide it. */
const flags: Readonly<Record<string, boolean>> = {
  autoarchive_setting_available: true,
  premium_purchase_blocked: true,
  dialog_filters_enabled: true,
  dialog_filters_tooltip: false,
  stories_posting: false,
}

function object(key: string, value: api.JSONValue): api.jsonObjectValue {
  return { _: 'jsonObjectValue', key, value }
}

function cheer([emoji, value, frame]: (typeof cheers)[number]): api.jsonObjectValue {
  const number = (key: string, of: number): api.jsonObjectValue => object(key, { _: 'jsonNumber', value: of })
  return object(emoji, { _: 'jsonObject', value: [number('value', value), number('frame_start', frame)] })
}

/** What clients are told, with its hash. */
export function createAppConfig({ maxFileParts }: Pick<ServicePorts['settings'], 'maxFileParts'>): api.help.appConfig {
  const all = { ...fields, upload_max_fileparts_default: maxFileParts, upload_max_fileparts_premium: maxFileParts }
  const config: api.JSONValue = {
    _: 'jsonObject',
    value: [
      ...Object.entries(all).map(([key, value]) => object(key, { _: 'jsonNumber', value })),
      ...Object.entries(flags).map(([key, value]) => object(key, { _: 'jsonBool', value })),
      object('emojies_send_dice', { _: 'jsonArray', value: diceEmoji.map((value) => ({ _: 'jsonString', value })) }),
      object('emojies_send_dice_success', { _: 'jsonObject', value: cheers.map(cheer) }),
    ],
  }
  return { _: 'help.appConfig', hash: contentHash([encode(config)]), config }
}
