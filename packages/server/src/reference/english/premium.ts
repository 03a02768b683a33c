/** What Premium is elsewhere, which clients describe although it is not sold here. */
export const premiumLines: string = `
AboutPremiumDescription	This server offers no subscriptions.
AboutPremiumDescription2	What others sell as Premium is for everybody here, as far as there is any.
GiftDiscount	Less than month by month
MessagePremiumUnlock	Look at Premium
Monetization.Intro.Split.Text	Channels get half of what advertisements bring.
Monetization.Withdraw.Error.Text	Turn on two-step verification first.
MonetizationOverview	Overview
MonetizationProceedsTONInfo	What advertisements in this channel have brought.
MonetizationWithdraw	Withdraw
PremiumPreviewAdvancedChatManagement	Order among chats
PremiumPreviewAdvancedChatManagementDescription	A folder to begin with, and new chats that archive themselves.
PremiumPreviewAnimatedProfiles	Moving pictures
PremiumPreviewAnimatedProfilesDescription	A picture of yourself that moves, in lists and chats.
PremiumPreviewDownloadSpeed	Faster downloads
PremiumPreviewDownloadSpeedDescription	Files come without a limit of speed.
PremiumPreviewEffects	Effects
PremiumPreviewEffectsDescription	More than five hundred of them for your messages.
PremiumPreviewEmoji	Animated emoji
PremiumPreviewEmojiDescription	Emoji of many sets in what you write.
PremiumPreviewEmojiStatus	Emoji status
PremiumPreviewEmojiStatusDescription	Any emoji beside your name.
PremiumPreviewLastSeen	When others were here
PremiumPreviewLastSeenDescription	See it, and keep yours to yourself.
PremiumPreviewLimits	More of everything
PremiumPreviewLimitsDescription	Up to %1$d channels, %2$d folders, %3$d pins, %4$d public links, %5$d accounts.
PremiumPreviewMessagePrivacy	Who may write
PremiumPreviewMessagePrivacyDescription	Messages from contacts and people with Premium alone.
PremiumPreviewNoAds	No advertisements
PremiumPreviewNoAdsDescription	None in any channel.
PremiumPreviewProfileBadge	Badge
PremiumPreviewProfileBadgeDescription	A star beside your name.
PremiumPreviewReactions2	More reactions
PremiumPreviewReactions2Description	Any emoji, and several to one message.
PremiumPreviewStickers	Larger stickers
PremiumPreviewStickersDescription	Stickers with effects around them.
PremiumPreviewStories	Stories
PremiumPreviewStoriesDescription	More of them, for longer, shown first.
PremiumPreviewTags2	Tags for messages
PremiumPreviewTagsDescription2	Put what you saved in order by reactions.
PremiumPreviewTranslations	Translation
PremiumPreviewTranslationsDescription	Whole chats in your language.
PremiumPreviewUploads	Larger files
PremiumPreviewUploadsDescription	Twice as much in each file.
PremiumPreviewVoiceToText	Voice to text
PremiumPreviewVoiceToTextDescription	Read what was said in a voice message.
PricePerMonth	%1$s a month
RevenueSharingAdsInfo1Subtitle	What is shown goes by the channel, not by you.
RevenueSharingAdsInfo1Title	Nothing of you is used
RevenueSharingAdsInfo2Subtitle	Channels get a part of what they bring.
RevenueSharingAdsInfo2Title	They help channels
RevenueSharingAdsInfo3Subtitle	Channels from level %1$d on can switch them off.
RevenueSharingAdsInfo3Title	They can be switched off
StarsReactionShowMeInTopSenders	Name me among those who sent most
TelegramPremiumSubscribedSubtitle	All of this is yours.
TelegramPremiumSubscribedTitle	You have Premium
TelegramPremiumSubtitle	More of what this app can do.
TelegramPremiumUserDialogSubtitle	All of this is theirs.
TelegramPremiumUserDialogTitle	**%1$s** has Premium
TelegramPremiumUserGiftedPremiumDialogSubtitle	All of this is yours now.
TelegramPremiumUserGiftedPremiumOutboundDialogSubtitle	All of this is **%1$s**'s now.
TelegramPremiumUserStatusDialogSubtitle	With Premium, emoji of such sets are for you, too.
TelegramStarsInfo	Stars pay for what bots and channels offer.
lng_channel_earn_learn_in_about	Advertisements are shown in the channel.
lng_channel_earn_learn_in_subtitle	Advertisements
lng_channel_earn_learn_out_about	What has come in can be withdrawn.
lng_channel_earn_learn_out_subtitle	Withdrawals
lng_channel_earn_learn_split_subtitle	Shares
`
