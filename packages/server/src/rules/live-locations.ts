import type { api } from '@chappe/tl-codec/api'

/** A live location without end ("Live geolocation", `period`). */
export const endless = 0x7fffffff

const earthRadius = 6_371_009
const toRadians = Math.PI / 180

/** @param age how many seconds ago it was sent */
export function isOver({ period }: api.messageMediaGeoLive, age: number): boolean {
  return period !== endless && age >= period
}

/** How far apart two points are, in meters, by a great circle. */
export function metersBetween(one: api.geoPoint, other: api.geoPoint): number {
  const [lat, otherLat] = [one.lat * toRadians, other.lat * toRadians]
  const byLat = Math.sin((otherLat - lat) / 2)
  const byLong = Math.sin(((other.long - one.long) * toRadians) / 2)
  // The haversine formula, which is exact for short ways, too.
  const part = byLat * byLat + Math.cos(lat) * Math.cos(otherLat) * byLong * byLong
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(part)))
}

/**
 * How far somebody is from who wants to be told of those who come near, in whole meters. Undefined for who is further away than that
 * one has said, and if nothing was ("Live geolocations", "Proximity alert").
 */
export function nearTo(watcher: api.messageMediaGeoLive, other: api.messageMediaGeoLive): number | undefined {
  const { proximityNotificationRadius: radius } = watcher
  if (radius === undefined || watcher.geo._ !== 'geoPoint' || other.geo._ !== 'geoPoint') return undefined
  const meters = metersBetween(watcher.geo, other.geo)
  return meters <= radius ? Math.round(meters) : undefined
}
