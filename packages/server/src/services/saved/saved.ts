import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { createFileSaved } from './file-saved.ts'
import { createPinSavedDialogs } from './pin-saved-dialogs.ts'
import { createSavedDialogs } from './saved-dialogs.ts'
import { createSavedHistory } from './saved-history.ts'
import { createSavedTags } from './saved-tags.ts'

/** The chat with oneself, divided by the chats that its messages were saved from ("Saved messages"). */
export function createSavedService(ports: ServicePorts): Service {
  return {
    upkeep: [createFileSaved(ports)],
    methods: joinMethods(
      createPinSavedDialogs(ports),
      createSavedDialogs(ports),
      createSavedHistory(ports),
      createSavedTags(ports),
    ),
  }
}
