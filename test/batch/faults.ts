import { InlineStages } from '../../lib/batch/inline-stages.ts';
import type { BatchPorts } from '../../lib/batch/ports.ts';

export class InjectedFault extends Error {
  override readonly name = 'InjectedFault';
}

/** Decides, call by call, whether a port call fails, and whether it had done its work before it did. */
export interface FaultPlan {
  fault(call: string): 'before' | 'after' | undefined;
}

/** The same ports, each of whose calls may fail. Works with stages that run inline. */
export function withFaults(ports: BatchPorts, plan: FaultPlan): BatchPorts {
  const wrap = <T extends object>(target: T, label: string): T =>
    new Proxy(target, {
      get(object, name) {
        const member: unknown = Reflect.get(object, name);
        if (typeof member !== 'function' || name === 'locate')
          return typeof member === 'function' ? member.bind(object) : member;
        const call = `${label}.${String(name)}`;
        if (name === 'range')
          return (...args: unknown[]) => {
            if (plan.fault(call) !== undefined) throw new InjectedFault(call);
            return Reflect.apply(member, object, args);
          };
        return async (...args: unknown[]) => {
          const fault = plan.fault(call);
          if (fault === 'before') throw new InjectedFault(call);
          const result: unknown = await Reflect.apply(member, object, args);
          if (fault === 'after') throw new InjectedFault(call);
          return result;
        };
      },
    });
  const stagePorts = {
    files: wrap(ports.files, 'files'),
    data: wrap(ports.data, 'data'),
    profiles: wrap(ports.profiles, 'profiles'),
    out: wrap(ports.out, 'out'),
    ledger: wrap(ports.ledger, 'ledger'),
  };
  return { ...ports, ...stagePorts, stages: new InlineStages(stagePorts) };
}
