import type { MethodName } from './method.ts'

/** What a server does not have on which a method rests. These are refused for good. */
const withoutMeaning = {
  'Telegram Stars, payments and gifts': [
    ...['sendPaidMedia', 'sendInvoice', 'createInvoiceLink', 'answerShippingQuery', 'answerPreCheckoutQuery'],
    ...['getStarTransactions', 'refundStarPayment', 'editUserStarSubscription', 'getMyStarBalance'],
    ...['createChatSubscriptionInviteLink', 'editChatSubscriptionInviteLink', 'approveSuggestedPost'],
    ...['declineSuggestedPost', 'getAvailableGifts', 'sendGift', 'giftPremiumSubscription', 'convertGiftToStars'],
    ...['upgradeGift', 'transferGift', 'getUserGifts', 'getChatGifts', 'getUserChatBoosts'],
  ],
  'business accounts': [
    ...['getBusinessConnection', 'readBusinessMessage', 'deleteBusinessMessages', 'setBusinessAccountName'],
    ...['setBusinessAccountUsername', 'setBusinessAccountBio', 'setBusinessAccountProfilePhoto'],
    ...['removeBusinessAccountProfilePhoto', 'setBusinessAccountGiftSettings', 'getBusinessAccountStarBalance'],
    ...['transferBusinessAccountStars', 'getBusinessAccountGifts', 'sendChecklist', 'editMessageChecklist'],
    ...['getManagedBotToken', 'replaceManagedBotToken', 'getManagedBotAccessSettings'],
    ...['setManagedBotAccessSettings', 'answerGuestQuery'],
  ],
  'stories, Telegram Passport and verification by organisations': [
    ...['postStory', 'repostStory', 'editStory', 'deleteStory', 'setPassportDataErrors', 'verifyUser', 'verifyChat'],
    ...['removeUserVerification', 'removeChatVerification', 'setUserEmojiStatus'],
  ],
} as const satisfies Readonly<Record<string, readonly MethodName[]>>

/** What is to come. */
const notYet = [
  ...['sendRichMessage', 'sendRichMessageDraft', 'sendLivePhoto'],
  ...['editMessageLiveLocation', 'stopMessageLiveLocation', 'getUserProfileAudios'],
  ...['answerChatJoinRequestQuery', 'sendChatJoinRequestWebApp'],
  ...['getUserPersonalChatMessages', 'setChatStickerSet', 'deleteChatStickerSet'],
  ...['savePreparedInlineMessage', 'savePreparedKeyboardButton'],
] as const satisfies readonly MethodName[]

export interface Refusal {
  readonly name: MethodName
  /** Undefined for what is to come. */
  readonly without: string | undefined
}

/** Every method of the Bot API that is not served. */
export const refusals: readonly Refusal[] = [
  ...Object.entries(withoutMeaning).flatMap(([without, names]) => names.map((name) => ({ name, without }))),
  ...notYet.map((name) => ({ name, without: undefined })),
]

/** What is said to whoever asks for one. */
export function refusalText({ name, without }: Refusal): string {
  return without === undefined
    ? `${name} is not supported yet`
    : `${name} is not supported: there are no ${without} here`
}
