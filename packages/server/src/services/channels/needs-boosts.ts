import type { api } from '@chappe/tl-codec/api'
import { allowInChannel } from '../../chats/channels/standing.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type UserContext, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'

/**
 * What a channel is given for the boosts of its subscribers ("Boosts"), which they buy. Nobody can here, so that no channel
 * has any of it, and what would take it away has nothing to take.
 */
export function createNeedsBoosts({ store, clock, inputPeers }: ServicePorts): Methods {
  const refuse = async ({ userId }: UserContext, input: api.InputChannel, isWanted: boolean): Promise<never> => {
    const channel = await inputPeers.channel(userId, input)
    await allowInChannel(store.read, userId, channel, 'change info', unixSeconds(clock))
    throw badRequest(isWanted ? 'BOOSTS_REQUIRED' : 'CHAT_NOT_MODIFIED')
  }
  const acts = ['change info'] as const
  return {
    'channels.updateColor': userMethod({ acts }, (context, { channel, color, backgroundEmojiId }) =>
      refuse(context, channel, color !== undefined || backgroundEmojiId !== undefined),
    ),
    'channels.updateEmojiStatus': userMethod({ acts }, (context, { channel, emojiStatus }) =>
      refuse(context, channel, emojiStatus._ !== 'emojiStatusEmpty'),
    ),
    'channels.setEmojiStickers': userMethod({ acts }, (context, { channel, stickerset }) =>
      refuse(context, channel, stickerset._ !== 'inputStickerSetEmpty'),
    ),
    'channels.toggleAutotranslation': userMethod({ acts }, (context, { channel, enabled }) =>
      refuse(context, channel, enabled),
    ),
    'channels.setBoostsToUnblockRestrictions': userMethod({ acts }, (context, { channel, boosts }) =>
      refuse(context, channel, boosts !== 0),
    ),
    'channels.restrictSponsoredMessages': userMethod({ acts }, (context, { channel, restricted }) =>
      refuse(context, channel, restricted),
    ),
  }
}
