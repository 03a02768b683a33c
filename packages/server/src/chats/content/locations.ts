import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import { randomLong } from '../../ports/random.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { endless, isOver } from '../../rules/live-locations.ts'

const minPeriod = 60
const maxPeriod = 86_400
const maxHeading = 360
const maxProximity = 100_000

export function parseGeoPoint({ random }: Pick<ServicePorts, 'random'>, point: api.InputGeoPoint): api.geoPoint {
  if (point._ === 'inputGeoPointEmpty') throw badRequest('GEO_POINT_INVALID')
  const { lat, long, accuracyRadius } = point
  // Also false for what is not a number.
  if (!(Math.abs(lat) <= 90 && Math.abs(long) <= 180)) throw badRequest('GEO_POINT_INVALID')
  if (accuracyRadius !== undefined && (accuracyRadius < 0 || accuracyRadius > 1500)) {
    throw badRequest('GEO_POINT_INVALID')
  }
  return { _: 'geoPoint', long, lat, accessHash: randomLong(random), accuracyRadius }
}

export function parseLiveLocation(
  ports: Pick<ServicePorts, 'random'>,
  input: api.inputMediaGeoLive,
): api.messageMediaGeoLive {
  const { period } = input
  if (period === undefined || (period !== endless && (period < minPeriod || period > maxPeriod))) {
    throw badRequest('MEDIA_INVALID')
  }
  return { _: 'messageMediaGeoLive', geo: parseGeoPoint(ports, input.geoPoint), period, ...details(input) }
}

/** Where its owner is now, or that the owner no longer tells, from when it was sent on. */
export function moveLiveLocation(
  ports: Pick<ServicePorts, 'random'>,
  before: api.messageMediaGeoLive,
  input: api.inputMediaGeoLive,
  age: number,
): api.messageMediaGeoLive {
  if (isOver(before, age)) throw badRequest('MESSAGE_EDIT_TIME_EXPIRED')
  if (input.stopped === true) {
    const { geo } = before
    return {
      ...before,
      proximityNotificationRadius: undefined,
      geo: input.geoPoint._ === 'inputGeoPoint' ? parseGeoPoint(ports, input.geoPoint) : geo,
      period: Math.max(1, age),
    }
  }
  const { period = before.period } = input
  if (period !== endless && (period < age || period > age + maxPeriod)) throw badRequest('MEDIA_INVALID')
  return { _: 'messageMediaGeoLive', geo: parseGeoPoint(ports, input.geoPoint), period, ...details(input) }
}

function details(
  input: api.inputMediaGeoLive,
): Pick<api.messageMediaGeoLive, 'heading' | 'proximityNotificationRadius'> {
  const { heading, proximityNotificationRadius } = input
  if (heading !== undefined && (heading < 0 || heading > maxHeading)) throw badRequest('MEDIA_INVALID')
  if (
    proximityNotificationRadius !== undefined &&
    (proximityNotificationRadius < 0 || proximityNotificationRadius > maxProximity)
  ) {
    throw badRequest('MEDIA_INVALID')
  }
  return { heading: heading || undefined, proximityNotificationRadius: proximityNotificationRadius || undefined }
}
