import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { createAccountNotHere } from './account.ts'
import { createAiComposeNotHere } from './aicompose.ts'
import { createBoostsNotHere } from './boosts.ts'
import { createBotsNotHere } from './bots.ts'
import { createBusinessNotHere } from './business.ts'
import { createChannelsNotHere } from './channels.ts'
import { createPaymentsNotHere } from './payments.ts'
import { createStoriesNotHere } from './stories.ts'
import { createTranslationsNotHere } from './translations.ts'

/**
 * Domains that do not exist here yet, as far as clients ask after them while they start or open a chat, a profile or the
 * settings: where "there are none" is the whole truth, that is the answer. What would have to keep something is not served
 * at all. A file goes when its domain comes.
 */
export function createNotHereService(ports: ServicePorts): Service {
  return {
    methods: joinMethods(
      createAccountNotHere(),
      createAiComposeNotHere(),
      createBoostsNotHere(ports),
      createBotsNotHere(),
      createBusinessNotHere(ports),
      createChannelsNotHere(ports),
      createPaymentsNotHere(ports),
      createStoriesNotHere(ports),
      createTranslationsNotHere(),
    ),
  }
}
