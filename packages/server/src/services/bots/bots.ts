import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { createAccessSettings } from './access-settings.ts'
import { createAnswers } from './answers.ts'
import { createBotCallbacks } from './callbacks.ts'
import { createBotCommands } from './commands.ts'
import { createDefaultRights } from './default-rights.ts'
import { createEphemeralMessages } from './ephemeral/ephemeral.ts'
import { createEphemeralUpkeep } from './ephemeral/upkeep.ts'
import { createGames } from './games/games.ts'
import { createBotInfo } from './info.ts'
import { createInlineQueries } from './inline.ts'
import { createManagedBots } from './managed-bots.ts'
import { createMenuButton } from './menu-button.ts'
import { createOwnBots } from './own-bots.ts'
import { createPrepared } from './prepared/prepared.ts'
import { createRequestedPeers } from './requested-peers/requested-peers.ts'
import { createStartBot } from './start-bot.ts'
import { createStatusPermission } from './status-permission.ts'
import { createBotUpkeep, createTellBots } from './upkeep.ts'
import { createVerification } from './verification.ts'
import { createWebAppUpkeep } from './web-apps/upkeep.ts'
import { createWebApps } from './web-apps/web-apps.ts'
import { createWriteAccess } from './write-access.ts'

/** What bots say of themselves, and how people and bots talk to each other beyond messages ("Bots"). */
export function createBotsService(ports: ServicePorts): Service {
  const answers = createAnswers(ports)
  return {
    upkeep: [createBotUpkeep(ports), createTellBots(ports), createEphemeralUpkeep(ports), createWebAppUpkeep(ports)],
    methods: joinMethods(
      createBotCommands(ports),
      createBotInfo(ports),
      createMenuButton(ports),
      createDefaultRights(ports),
      createOwnBots(ports),
      createManagedBots(ports),
      createAccessSettings(ports),
      createWriteAccess(ports),
      createStatusPermission(ports),
      createVerification(ports),
      createStartBot(ports),
      createWebApps(ports),
      createGames(ports),
      createRequestedPeers(ports),
      createPrepared(ports),
      createBotCallbacks(ports, answers),
      createInlineQueries(ports, answers),
      createEphemeralMessages(ports, answers),
    ),
  }
}
