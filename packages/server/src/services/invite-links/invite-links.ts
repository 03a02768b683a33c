import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { createEditLinks } from './edit-links.ts'
import { createJoinRequests } from './join-requests.ts'
import { createListLinks } from './list-links.ts'
import { createUseLink } from './use-link.ts'

/** "Invite links". */
export function createInviteLinksService(ports: ServicePorts): Service {
  return {
    methods: joinMethods(
      createEditLinks(ports),
      createListLinks(ports),
      createUseLink(ports),
      createJoinRequests(ports),
    ),
  }
}
