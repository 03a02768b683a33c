import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { createGetDialogs } from './get-dialogs.ts'
import { createGetPeerDialogs } from './get-peer-dialogs.ts'
import { createPinDialogs } from './pin-dialogs.ts'
import { createUnreadMarks } from './unread-marks.ts'

/** The list of chats. */
export function createDialogsService(ports: ServicePorts): Service {
  return {
    methods: joinMethods(
      createGetDialogs(ports),
      createGetPeerDialogs(ports),
      createPinDialogs(ports),
      createUnreadMarks(ports),
    ),
  }
}
