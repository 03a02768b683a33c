/** Premium, stars, gifts and payments: clients show their names, although nothing is sold here. */
export const paymentLines: string = `
ActionGiftPremiumSubtitle	for %1$s
ActionGiftPremiumTitle	Premium
ActionGiftPremiumView	Show
ActionGiftStarsSubtitle	%1$s can use stars for what bots and channels offer.
AppStore	App Store
BoostGift.Stars.PerUser	%@ for each
BoostReason	Reason
BoostingDate	Date
BoostingNoRecipient	Nobody yet
BoostingReceivedGiftOpenBtn	Open the gift
BoostingUnclaimedPrizeDuration	You have won Premium for %1$s.
BoostingUseLink	Use the link
Chat.PaidMedia.Purchased	Bought
Checkout.NewCard.CardholderNamePlaceholder	Name on the card
Fragment	Fragment
Gift	Gift
Gift2Limited1OfRibbon	1 of %1$s
Gift2TransactionUpgraded	Gift made unique
GiftStarsSubtitleLinkName	What are stars?
GiftStarsTitle	Give stars
GiftTelegramPremiumOrStarsTitle	Give Premium or stars
Giveaway	Giveaway
MonetizationInfoTONLink	https://core.telegram.org/api/revenue
MonetizationProceedsInfoLink	https://core.telegram.org/api/revenue
Notification.StarsGift.SentYou	You sent a gift for %@
PaymentBillingAddress	Address for the bill
PaymentCardTitle	Payment card
PlayMarket	Google Play
PremiumPreviewTags	Tags for messages
PromoteUrl	https://core.telegram.org/api/sponsored-messages
Recipient	Recipient
RevenueSharingAdsInfo4Subtitle2	Channels can show advertisements. %1$s
RevenueSharingAdsInfo4Title	Advertise yourself
RevenueSharingAdsUnderstood	Understood
Star.List.GetStars	Get stars
Star.Transaction.From	From
StarGiftReason	Reason
StarGiftReasonUpgrade	Made unique
StarMediaPurchase	Media bought
StarSubscriptionPurchase	Subscription
StarTransactionCommission	Commission of %1$s
Stars#one	%1$d star
Stars#other	%1$d stars
Stars.Intro.Transaction.TelegramBotApi.Subtitle	Bots
Stars.Purchase.GetStarsInfo	Stars pay for what bots and channels offer.
Stars.Transaction.Date	Date
Stars.Transaction.GiftFrom	Gift from
Stars.Transaction.Id	Number of the transaction
Stars.Transaction.Reaction.Post	Message
Stars.Transaction.To	To
Stars.Transaction.Unsupported.Title	Not known to this app
Stars.Transaction.Via	By way of
Stars.Transfer.Photos#one	%d photo
Stars.Transfer.Photos#other	%d photos
Stars.Transfer.UnlockInfo	Unlock %@ in **%@** for %@?
Stars.Transfer.Videos#one	%d video
Stars.Transfer.Videos#other	%d videos
StarsAcquiredInfo#one	%1$d star was added to your balance.
StarsAcquiredInfo#other	%1$d stars were added to your balance.
StarsReactionText	Send stars to **%1$s** to support this message.
StarsReactionTitle	React with stars
StarsReactionTopSenders	Who sent most
StarsReactionsSent	Reaction with stars
StarsTOSLink	https://core.telegram.org/api/stars
StarsTransaction.StarRefReason.Miniapp	Mini app
StarsTransaction.StarRefReason.Program	Partner programme
StarsTransaction.StarRefReason.Title	Reason
StarsTransactionAds	Advertisements
StarsTransactionBot	Bot for Premium
StarsTransactionIDCopied	Number copied
TelegramPremiumUserGiftedPremiumDialogTitle	**%1$s** gave you Premium for **%2$s**
TelegramPremiumUserGiftedPremiumOutboundDialogTitle	You gave **%1$s** Premium for **%2$s**
TelegramStars	Stars
UnlockPaidContent	Unlock for %1$d
lng_credits_box_history_entry_gift_about_url	https://core.telegram.org/api/stars
lng_credits_box_history_entry_gift_in_about	Stars pay for what bots and channels offer. {link}
lng_credits_box_out_about	The terms are here: {link}
lng_credits_summary_options_about	By paying you accept the {link}.
lng_credits_summary_options_about_link	terms
lng_gift_link_title	Link to a gift
lng_payments_card_cvc	Code on the back
lng_premium_emoji_status_title	{user} has a status of {link}
`
