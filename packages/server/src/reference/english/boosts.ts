/** Boosts, giveaways and stars of channels, which others have; here nothing is sold. */
export const boostLines: string = `
ActionGiftStarsSubtitleYou	You can use stars for what bots and channels offer.
AmongWinners#one	for **%1$d** winner
AmongWinners#other	for **%1$d** winners
BoostGift.DateEnds	Ends on
BoostGift.LimitSubscribersInfo	Whom you choose here can win a prize.
BoostGift.Stars.Info	How many stars are given away in all.
BoostingAddChannelOrGroup	Add a channel or group
BoostingAllMembers	All members
BoostingAllSubscribers	All followers
BoostingBoostsViaGifts	Boosts by gifts
BoostingChannelWillReceiveBoost#one	this channel gets %1$d boost
BoostingChannelWillReceiveBoost#other	this channel gets %1$d boosts
BoostingChannelsGroupsIncludedGiveaway	Channels and groups that take part
BoostingChooseHowMany	How many subscriptions are given away.
BoostingCongratulations	Congratulations!
BoostingDateWhenGiveawayEnds	When it ends
BoostingDurationOfPremium	How long Premium lasts
BoostingEligibleUsers	Who can win
BoostingFrom	From
BoostingFromAllCountries	from all countries
BoostingGetMoreBoost	Give Premium to your followers and get boosts for the channel.
BoostingGetMoreBoostsGroup	Give Premium to your members and get boosts for the group.
BoostingGiveAwayAbout	About this giveaway
BoostingGiveaway	Giveaway
BoostingGiveawayAdditionPrizeCountHint#one	Prizes: **%1$s** times Premium for %2$s.
BoostingGiveawayAdditionPrizeCountHint#other	Prizes: **%1$s** times Premium for %2$s.
BoostingGiveawayAdditionPrizeCountNameHint#one	Prizes: **%1$s** times %2$s, and Premium for %3$s.
BoostingGiveawayAdditionPrizeCountNameHint#other	Prizes: **%1$s** times %2$s, and Premium for %3$s.
BoostingGiveawayAdditionPrizeHint	Name a prize of your own to be told of it in the giveaway.
BoostingGiveawayAdditionalPrizes	Further prizes
BoostingGiveawayCanceledByPayment	This giveaway was called off, since its payment was taken back.
BoostingGiveawayEnd	The giveaway is over
BoostingGiveawayEnterYourPrize	Your prize
BoostingGiveawayHowItWorksIncludeText#one	**%1$s** adds one more prize to it (%2$s: %3$s).
BoostingGiveawayHowItWorksIncludeText#other	**%1$s** adds **%2$s** more prizes to it: **%3$s**.
BoostingGiveawayHowItWorksSubText#one	On **%1$s** one follower (%2$s) of **%3$s** is drawn.
BoostingGiveawayHowItWorksSubText#other	On **%1$s**, **%2$s** followers of **%3$s** are drawn.
BoostingGiveawayHowItWorksSubTextEnd#one	On **%1$s** one follower (%2$s) of **%3$s** was drawn.
BoostingGiveawayHowItWorksSubTextEnd#other	On **%1$s**, **%2$s** followers of **%3$s** were drawn.
BoostingGiveawayHowItWorksSubTextSeveral#one	On **%1$s** one follower (%2$s) of **%3$s** and of the others named (%4$s) is drawn.
BoostingGiveawayHowItWorksSubTextSeveral#other	On **%1$s**, **%2$s** followers of **%3$s** and of the others named (%4$s) are drawn.
BoostingGiveawayHowItWorksSubTextSeveralEnd#one	On **%1$s** one follower (%2$s) of **%3$s** and of the others named (%4$s) was drawn.
BoostingGiveawayHowItWorksSubTextSeveralEnd#other	On **%1$s**, **%2$s** followers of **%3$s** and of the others named (%4$s) were drawn.
BoostingGiveawayHowItWorksText#one	**%1$s** gives away one prize (%2$s: %3$s).
BoostingGiveawayHowItWorksText#other	**%1$s** gives away **%2$s** prizes: **%3$s** each.
BoostingGiveawayHowItWorksTextEnd#one	**%1$s** gave away one prize (%2$s: %3$s).
BoostingGiveawayHowItWorksTextEnd#other	**%1$s** gave away **%2$s** prizes: **%3$s** each.
BoostingGiveawayMsgAllSubsPlural#one	Whoever follows this channel:
BoostingGiveawayMsgAllSubsPlural#other	Whoever follows these channels:
BoostingGiveawayMsgParticipants	Who takes part
BoostingGiveawayMsgPrizes#one	**%1$s** prize: %2$s
BoostingGiveawayMsgPrizes#other	**%1$s** prizes: %2$s
BoostingGiveawayMsgWithDivider	and
BoostingGiveawayNotEligible	You joined before it began, on **%1$s**, and cannot take part.
BoostingGiveawayNotEligibleAdmin	You look after **%1$s** and cannot take part.
BoostingGiveawayNotEligibleCountry	People from your country cannot take part.
BoostingGiveawayPrivateChannel	This channel is private
BoostingGiveawayPrivateChannelWarning	Only its followers can see it, and anybody in the giveaway learns of it. Add it?
BoostingGiveawayPrizes	What can be won
BoostingGiveawayResultsMsgAllWinnersReceivedLinks	Every winner has been sent a link to the prize.
BoostingGiveawayResultsMsgWinnersSelected	The winners
BoostingGiveawayResultsMsgWinnersTitle#one	**%1$d** person was drawn.
BoostingGiveawayResultsMsgWinnersTitle#other	**%1$d** people were drawn.
BoostingGiveawayShowWinners	Name the winners
BoostingGiveawayShowWinnersHint	Whether everybody is told who has won.
BoostingGiveawayUsedLinksPlural#one	**%1$d** of them has used the prize.
BoostingGiveawayUsedLinksPlural#other	**%1$d** of them have used the prize.
BoostingGiveawayYouNotWon	This time you have not won.
BoostingGiveawayYouWon	You have won!
BoostingGroupWillReceiveBoost#one	this group gets %1$d boost
BoostingGroupWillReceiveBoost#other	this group gets %1$d boosts
BoostingHowItWork	How it works
BoostingIncompleteGiveaway	Giveaway without a winner for this prize
BoostingNewMembers	New members
BoostingNewSubscribers	New followers
BoostingQuantityPrizes	Number of prizes
BoostingReceivedGiftFrom	You have won a prize in a giveaway of **%1$s**.
BoostingReceivedPrizeFrom	There is a prize for you from **%1$s**.
BoostingSelectUpToWarningUsers#one	You can choose up to %1$d person.
BoostingSelectUpToWarningUsers#other	You can choose up to %1$d people.
BoostingStarsOptions	Stars to give away
BoostingStarsQuantityPrizes	Number of winners
BoostingStarsQuantityPrizesInfo	They share the stars.
BoostingStartGiveaway	Begin
BoostingStartGiveawayConfirmText	It cannot be stopped once it has begun.
BoostingStartGiveawayConfirmTitle	Begin the giveaway?
BoostingTelegramPremiumCountPlural#one	%1$d subscription to Premium
BoostingTelegramPremiumCountPlural#other	%1$d subscriptions to Premium
BoostingUnclaimedPrize	Prize without an owner
BoostingWinnersDate	Day of the draw
BoostingWinnersRandomly	drawn by lot
BoostingYouHaveUnclaimedPrize	A prize of **%1$s** has no owner yet.
BoostsLevel	Level %1$d
BoostsMaxLevelReached	There is no level above this one.
ChannelBoost.Error.BoostTooOftenText	You can boost again in **%@**.
ChannelBoost.Error.BoostTooOftenTitle	Not so soon
ChannelBoost.MoreBoostsNeeded.Text	**%@** reaches the next level with %@.
ChannelBoost.ReplaceBoost	Take your boost from **%@** and give it to **%@**?
ChannelBoost.YouBoostedChannelText	You have boosted %@.
Chat.Giveaway.Info.Months#one	**%@** month
Chat.Giveaway.Info.Months#other	**%@** months
Chat.Giveaway.Info.NotQualified	To take part, join **%1$@** before %2$@.
Chat.Giveaway.Info.NotQualifiedMany	To take part, join **%1$@** and %2$@ before %3$@.
Chat.Giveaway.Info.OtherChannels#one	**%@** other channel
Chat.Giveaway.Info.OtherChannels#other	**%@** other channels
Chat.Giveaway.Info.Participating	You take part, since you have joined **%1$@**.
Chat.Giveaway.Info.ParticipatingMany	You take part, since you have joined **%1$@** and the others named (%2$@).
Chat.Giveaway.Info.Subscriptions#one	**%@** subscription to Premium
Chat.Giveaway.Info.Subscriptions#other	**%@** subscriptions to Premium
Chat.Giveaway.Message.CountriesFrom	from %@
Chat.Giveaway.Message.Stars.PrizeText	**%@** in all
GiftPremiumListFeaturesAndTerms	See *what is in Premium*.
Giveaway.ReceiverType.Countries#one	from %@ country
Giveaway.ReceiverType.Countries#other	from %@ countries
Giveaway.Stars.Prepaid.Desc#one	for %@ winner
Giveaway.Stars.Prepaid.Desc#other	for %@ winners
Giveaway.Stars.Prepaid.Title#one	%@ star
Giveaway.Stars.Prepaid.Title#other	%@ stars
GroupBoost.BoostToUnrestrict	Boost this group %@ to write in **%@** without its limits.
GroupBoost.BoostToUnrestrict.Times#one	**%@** time
GroupBoost.BoostToUnrestrict.Times#other	**%@** times
Premium.Title	Premium
PremiumNeededForBoosting	Boosts come with Premium. Look at it?
PrepaidGiveawayMonths#one	for %1$d month
PrepaidGiveawayMonths#other	for %1$d months
Replace	Replace
Stars.Intro.PurchasedText.Stars#one	%@ star
Stars.Intro.PurchasedText.Stars#other	%@ stars
Stars.Purchase.ShowMore	Show more
StarsConfirmPurchaseTitle	Confirm the payment
StarsFailed	failed
StarsGiftReceived	Gift received
StarsGiftSent	Gift sent
StarsGiveawayPrizeReceived	Prize of a giveaway
StarsNeededTextReactions	Get stars and send them to **%1$s** as a reaction.
StarsNeededTitle#one	%1$d star needed
StarsNeededTitle#other	%1$d stars needed
StarsPending	under way
StarsRefunded	given back
StarsSubscribeTitle	Subscribe
StarsSubscriptionAgain	Subscribe again
StarsSubscriptionBot	Bot
StarsSubscriptionBotCancelledText	The bot has ended this subscription.
StarsSubscriptionBotProduct	Subscription
StarsSubscriptionCancel	End the subscription
StarsSubscriptionCancelInfo	Unless you end it, it goes on after %@.
StarsSubscriptionCancelledText	You have ended this subscription.
StarsSubscriptionChannel	Channel
StarsSubscriptionCompleted	Subscribed
StarsSubscriptionExpiredInfo	It ended on %@.
StarsSubscriptionRefulfill	Join again
StarsSubscriptionRefulfillInfo	You have left, and can come back until %@.
StarsSubscriptionRenew	Go on with it
StarsSubscriptionTitle	Subscription
StarsSubscriptionUntilExpired	Ended
StarsSubscriptionUntilExpires	Ends
StarsSubscriptionUntilRenews	Goes on
StarsTopupLinkEnough	You have enough stars for now.
StarsTopupLinkTopupAction	Get more
lng_gift_link_about	This link gives its holder a subscription to **Premium**.
lng_gift_link_expired	This link has been used, or its time is over.
lng_giveaway_users_about_group	Whom you choose here can win a prize.
lng_paid_about_link_url	https://core.telegram.org/api/paid-media
lng_prizes_results_winners	Winners
`
