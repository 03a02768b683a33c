import type { MethodName } from './method.ts'

/** What a server does not have on which a method rests. These are refused for good. */
const withoutMeaning = {
  'Telegram Stars, payments and gifts': [
    ...['sendPaidMedia', 'sendInvoice', 'createInvoiceLink', 'answerShippingQuery', 'answerPreCheckoutQuery'],
    ...['refundStarPayment', 'editUserStarSubscription'],
    ...['createChatSubscriptionInviteLink', 'editChatSubscriptionInviteLink', 'approveSuggestedPost'],
    ...['declineSuggestedPost', 'sendGift', 'giftPremiumSubscription', 'convertGiftToStars'],
    ...['upgradeGift', 'transferGift'],
  ],
  'business accounts': [
    ...['readBusinessMessage', 'deleteBusinessMessages', 'setBusinessAccountName'],
    ...['setBusinessAccountUsername', 'setBusinessAccountBio', 'setBusinessAccountProfilePhoto'],
    ...['removeBusinessAccountProfilePhoto', 'setBusinessAccountGiftSettings', 'getBusinessAccountStarBalance'],
    ...['transferBusinessAccountStars', 'getBusinessAccountGifts', 'sendChecklist', 'editMessageChecklist'],
  ],
  'stories and Telegram Passport': [
    ...['postStory', 'repostStory', 'editStory', 'deleteStory', 'setPassportDataErrors'],
  ],
} as const satisfies Readonly<Record<string, readonly MethodName[]>>

export interface Refusal {
  readonly name: MethodName
  /** What a server does not have that would serve it. */
  readonly without: string
}

/** Every method of the Bot API that is not served. */
export const refusals: readonly Refusal[] = Object.entries(withoutMeaning).flatMap(([without, names]) =>
  names.map((name) => ({ name, without })),
)

/** What is said to whoever asks for one. */
export function refusalText({ name, without }: Refusal): string {
  return `${name} is not supported: there are no ${without} here`
}
