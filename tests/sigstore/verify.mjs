// Verifies Sigstore bundles with Sigstore's own JavaScript packages.
// In: JSON on standard input, a list of {bundle: text, key: PEM, hint: text}. Out: a list of "ok" or of error codes.
import { readFileSync } from 'node:fs'
import { createPublicKey } from 'node:crypto'
import { bundleFromJSON } from '@sigstore/bundle'
import { Verifier, toSignedEntity, toTrustMaterial } from '@sigstore/verify'

const NONE = { certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [] }
const OFFLINE = { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 }

function verdict({ bundle, key, hint }) {
  try {
    const rawBytes = createPublicKey(key).export({ type: 'spki', format: 'der' })
    const trust = toTrustMaterial(NONE, { [hint]: { rawBytes } })
    new Verifier(trust, OFFLINE).verify(toSignedEntity(bundleFromJSON(JSON.parse(bundle))))
    return 'ok'
  } catch (error) {
    return error.code ?? error.constructor.name
  }
}

console.log(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(verdict)))
