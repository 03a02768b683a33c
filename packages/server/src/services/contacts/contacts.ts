import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { createBlocks } from './blocks.ts'
import { createContactList } from './contact-list.ts'
import { createContactTokens } from './contact-token.ts'
import { createEditContacts } from './edit-contacts.ts'
import { createImportContacts } from './import-contacts.ts'
import { createPeerBar } from './peer-bar.ts'
import { createForgetReports, createReports } from './reports.ts'
import { createResolve } from './resolve.ts'
import { createSearch } from './search.ts'
import { createTopPeers } from './top-peers.ts'

/** The list of contacts, finding people, and keeping them off. */
export function createContactsService(ports: ServicePorts): Service {
  return {
    upkeep: [createForgetReports(ports)],
    methods: joinMethods(
      createBlocks(ports),
      createContactList(ports),
      createContactTokens(ports),
      createEditContacts(ports),
      createImportContacts(ports),
      createPeerBar(ports),
      createReports(ports),
      createResolve(ports),
      createSearch(ports),
      createTopPeers(ports),
    ),
  }
}
