import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { createCreateChat } from './create-chat.ts'
import { createDeleteChat, createEmptyDeleted } from './delete-chat.ts'
import { createEditCreator } from './edit-creator.ts'
import { createEditGroup } from './edit-group.ts'
import { createEditGroupPhoto } from './edit-photo.ts'
import { createEditRank } from './edit-rank.ts'
import { createEditRights } from './edit-rights.ts'
import { createFutureCreator } from './future-creator.ts'
import { createGetGroups } from './get-groups.ts'
import { createGroupMembers } from './group-members.ts'
import { createMigrateChat } from './migrate-chat.ts'

/** Basic groups ("Channels, supergroups, gigagroups and basic groups"). */
export function createGroupsService(ports: ServicePorts): Service {
  return {
    upkeep: [createEmptyDeleted(ports)],
    methods: joinMethods(
      createCreateChat(ports),
      createDeleteChat(ports),
      createEditCreator(ports),
      createEditGroup(ports),
      createEditGroupPhoto(ports),
      createEditRank(ports),
      createEditRights(ports),
      createFutureCreator(ports),
      createGetGroups(ports),
      createGroupMembers(ports),
      createMigrateChat(ports),
    ),
  }
}
