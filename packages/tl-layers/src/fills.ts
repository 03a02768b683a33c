/**
 * What a field gets that one side must have and the other knows nothing of, where the emptiest value would say something
 * that is not so. `writeAbsent` rows are for fields that an earlier layer must have and a value of today lacks;
 * `readAbsent` rows for fields of today that a value of an earlier layer lacks. A value of today may carry a vanished
 * field under its own name, as a server does that has another limit: that comes first.
 */
import type { TlObject } from './tl-object.ts'

export interface Fill {
  /** `constructor.field`. */
  readonly of: string
  readonly note: string
  readonly value: unknown
}

/** The limits that "Client configuration" gives for accounts without a subscription; they moved to `help.getAppConfig`. */
export const writeAbsent: readonly Fill[] = [
  { of: 'config.savedGifsLimit', note: 'saved GIFs', value: 200 },
  { of: 'config.stickersFavedLimit', note: 'favourite stickers', value: 5 },
  { of: 'config.pinnedDialogsCountMax', note: 'pinned chats', value: 5 },
  { of: 'config.pinnedInfolderCountMax', note: 'pinned chats in the archive', value: 100 },
  { of: 'botInfo.menuButton', note: 'a bot without a button has the usual one', value: { _: 'botMenuButtonDefault' } },
]

const self: TlObject = { _: 'inputPeerSelf' }
const ownStories = [
  'stories.canSendStory',
  'stories.deleteStories',
  'stories.editStory',
  'stories.getStoriesArchive',
  'stories.getStoriesViews',
  'stories.getStoryViewsList',
  'stories.sendStory',
  'stories.togglePinned',
].map((method) => ({ of: `${method}.peer`, note: 'only people had stories: the one who asks', value: self }))

const passport: TlObject = { _: 'emailVerifyPurposePassport' }

export const readAbsent: readonly Fill[] = [
  ...ownStories,
  { of: 'account.sendVerifyEmailCode.purpose', note: 'addresses were for Passport alone', value: passport },
  { of: 'account.verifyEmail.purpose', note: 'addresses were for Passport alone', value: passport },
  { of: 'keyboardButtonRequestPeer.maxQuantity', note: 'one could be chosen', value: 1 },
]

export const writeAbsentOf: ReadonlyMap<string, Fill> = new Map(writeAbsent.map((one) => [one.of, one]))
export const readAbsentOf: ReadonlyMap<string, Fill> = new Map(readAbsent.map((one) => [one.of, one]))
