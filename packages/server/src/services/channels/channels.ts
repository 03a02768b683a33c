import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { createAdminLog } from './admin-log.ts'
import { createAdminLogUpkeep } from './admin-log-upkeep.ts'
import { createChannelGates, createForgetTurns, createPassOn } from './channel-gates.ts'
import { createChannelInfo } from './channel-info.ts'
import { createChannelMembership } from './channel-members.ts'
import { createChannelRights } from './channel-rights.ts'
import { createChannelToggles } from './channel-toggles.ts'
import { createCreateChannel } from './create-channel.ts'
import { createDeleteChannelHistory } from './delete-history.ts'
import { createEditChannelPhoto } from './edit-photo.ts'
import { createEraseDeletedChannels } from './erase-deleted.ts'
import { createForgetHeard } from './forget-heard.ts'
import { createGroupStickers } from './group-stickers.ts'
import { createNeedsBoosts } from './needs-boosts.ts'
import { createOwnChannels } from './own-channels.ts'
import { createParticipants } from './participants.ts'
import { createPosts } from './posts.ts'
import { createSendAs } from './send-as.ts'

/** "Channels, supergroups, gigagroups and basic groups": what has one log for all who are in it. */
export function createChannelsService(ports: ServicePorts): Service {
  return {
    methods: joinMethods(
      createChannelGates(ports),
      createAdminLog(ports),
      createChannelInfo(ports),
      createChannelMembership(ports),
      createChannelRights(ports),
      createCreateChannel(ports),
      createDeleteChannelHistory(ports),
      createEditChannelPhoto(ports),
      createOwnChannels(ports),
      createParticipants(ports),
      createChannelToggles(ports),
      createGroupStickers(ports),
      createNeedsBoosts(ports),
      createPosts(ports),
      createSendAs(ports),
    ),
    upkeep: [
      createAdminLogUpkeep(ports),
      createEraseDeletedChannels(ports),
      createForgetHeard(ports),
      createForgetTurns(ports),
      createPassOn(ports),
    ],
  }
}
