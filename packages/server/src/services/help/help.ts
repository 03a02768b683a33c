import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { dataCentreOf } from '../../rpc/data-centre.ts'
import { joinMethods, openMethod, type Service } from '../../rpc/handlers.ts'
import { readStored } from '../../tl/stored.ts'
import { noPeers } from '../../views/named-peers.ts'
import { createAppConfig } from './app-config.ts'
import { createConfig } from './config.ts'
import { peerColors, peerColorsHash } from './peer-colors.ts'
import { createSupport } from './support.ts'
import { createTimeZones } from './time-zones.ts'

const oneHour = 3600

/** What clients ask for before anything else. */
export function createHelpService(ports: ServicePorts): Service {
  const { store, clock, settings } = ports
  const timeZones = createTimeZones()
  const appConfig = createAppConfig(settings)
  return {
    methods: joinMethods(createSupport(ports), {
      'help.getConfig': openMethod({}, async ({ caller }) => {
        const { userId } = caller.key
        const favourite = userId === undefined ? undefined : await store.read.reactions.favourite(userId)
        return createConfig(settings, caller.key, unixSeconds(clock), favourite && readStored('Reaction', favourite))
      }),
      'help.getNearestDc': openMethod({}, async ({ caller }) => {
        const { id } = dataCentreOf(caller.key, settings)
        // "ZZ": the country of the caller is not looked up.
        return { _: 'nearestDc', country: 'ZZ', thisDc: id, nearestDc: id }
      }),
      'help.getAppConfig': openMethod({}, async (_context, request) => {
        return request.hash === appConfig.hash ? { _: 'help.appConfigNotModified' } : appConfig
      }),
      'help.getTermsOfServiceUpdate': openMethod({}, async () => {
        return { _: 'help.termsOfServiceUpdateEmpty', expires: unixSeconds(clock) + oneHour }
      }),
      'help.getCountriesList': openMethod({}, async (_context, request) => {
        const { countries, countriesHash } = await import('./countries.ts')
        if (request.hash === countriesHash) return { _: 'help.countriesListNotModified' }
        return { _: 'help.countriesList', countries, hash: countriesHash }
      }),
      'help.getTimezonesList': openMethod({}, async (_context, request) => {
        const { timezones, hash } = timeZones(clock.now())
        if (request.hash === hash) return { _: 'help.timezonesListNotModified' }
        return { _: 'help.timezonesList', timezones, hash }
      }),
      'help.getCdnConfig': openMethod({}, async () => {
        return { _: 'cdnConfig', publicKeys: [] }
      }),
      'help.getDeepLinkInfo': openMethod({}, async () => {
        return { _: 'help.deepLinkInfoEmpty' }
      }),
      /** Accepted and dropped: the server does not collect what people do in their apps. */
      'help.saveAppLog': openMethod({}, async () => {
        return true
      }),
      'help.getAppUpdate': openMethod({}, async () => {
        return { _: 'help.noAppUpdate' }
      }),
      async 'help.getPromoData'() {
        return { _: 'help.promoDataEmpty', expires: unixSeconds(clock) + oneHour }
      },
      async 'help.getPeerColors'(_context, request) {
        if (request.hash === peerColorsHash) return { _: 'help.peerColorsNotModified' }
        return { _: 'help.peerColors', hash: peerColorsHash, colors: peerColors }
      },
      async 'help.getPeerProfileColors'(_context, request) {
        if (request.hash === peerColorsHash) return { _: 'help.peerColorsNotModified' }
        return { _: 'help.peerColors', hash: peerColorsHash, colors: [] }
      },
      /** This server suggests nothing, so there is nothing left to dismiss. */
      async 'help.dismissSuggestion'() {
        return true
      },
      async 'help.getInviteText'() {
        return { _: 'help.inviteText', message: 'Let us talk here: I use this server for my messages.' }
      },
      async 'help.getRecentMeUrls'() {
        return { _: 'help.recentMeUrls', urls: [], ...noPeers() }
      },
      async 'help.getPremiumPromo'() {
        return {
          _: 'help.premiumPromo',
          statusText: 'There are no subscriptions on this server.',
          statusEntities: [],
          videoSections: [],
          videos: [],
          periodOptions: [],
          users: [],
        }
      },
    }),
  }
}
