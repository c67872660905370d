import { limits } from '#lib/core/limits.ts';
import { createAttempts } from '#server/auth/attempts.ts';
import { createWorkshop, removeWorkshop, renewJoin, setJoin, setScripted } from './create-workshop.ts';
import { joinAsMember, joinWorkshop, readJoin, takeTheWheel } from './join-workshop.ts';
import { seatingReport, seatPeople } from './seat-people.ts';
import type { WorkshopDeps } from './workshop-deps.ts';
import {
  runningWorkshops,
  workshopPlace,
  workshopScreen,
  workshopsView,
  workshopViewers,
} from './workshop-view.ts';

/** The use cases of workshops, each bound to what it needs. */
export function workshopServices(deps: Omit<WorkshopDeps, 'joinAttempts'>) {
  const all: WorkshopDeps = {
    ...deps,
    joinAttempts: createAttempts(deps.clock, {
      burst: limits.joinAttemptsBurst,
      perMinute: limits.joinAttemptsPerMinute,
      keysMax: limits.joinAddressesMax,
    }),
  };
  return {
    workshopsView: workshopsView(all),
    runningWorkshops: runningWorkshops(all),
    createWorkshop: createWorkshop(all),
    removeWorkshop: removeWorkshop(all),
    renewJoin: renewJoin(all),
    setJoin: setJoin(all),
    setScripted: setScripted(all),
    readJoin: readJoin(all),
    joinWorkshop: joinWorkshop(all),
    joinAsMember: joinAsMember(all),
    takeTheWheel: takeTheWheel(all),
    seatPeople: seatPeople(all),
    seatingReport: seatingReport(all),
    workshopPlace: workshopPlace(all),
    workshopScreen: workshopScreen(all),
    workshopViewers: workshopViewers(all),
  };
}

export type WorkshopServices = ReturnType<typeof workshopServices>;
