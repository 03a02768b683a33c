import type { Examples } from '../example.ts'
import { chats } from './chats.ts'
import { ephemeral } from './ephemeral.ts'
import { games } from './games.ts'
import { media } from './media.ts'
import { messages } from './messages.ts'
import { profiles } from './profiles.ts'
import { queries } from './queries.ts'
import { rich } from './rich.ts'
import { stickers } from './stickers.ts'
import { topics } from './topics.ts'
import { updatesAndSelf } from './updates-and-self.ts'
import { webApps } from './web-apps.ts'

/** How each method that is served is tested. */
export const examples: Examples = {
  ...updatesAndSelf,
  ...messages,
  ...media,
  ...ephemeral,
  ...rich,
  ...chats,
  ...topics,
  ...stickers,
  ...queries,
  ...profiles,
  ...webApps,
  ...games,
}
