package be.bsmr.home.trial;

import be.bsmr.backtest.Hindsight;
import be.bsmr.simulator.Need;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** One attempt to stay at a level. Energies are in watt-quarters. Used once. */
final class LevelTrial {

    /** Rounding, W. */
    private static final double SLIGHT = 1e-3;

    private static final double QUARTER = 900;

    private final List<Hindsight> quarters;
    private final double level;
    private final List<Work> works = new ArrayList<>();
    private final List<Store> stores = new ArrayList<>();

    LevelTrial(List<Hindsight> quarters, List<Movable> loads, double level) {
        this.quarters = quarters;
        this.level = level;
        for (int i = 0; i < loads.size(); i++) {
            if (loads.get(i).how() == Movable.How.STORE) {
                stores.add(new Store(i, quarters.get(0).needs().get(i)));
            } else {
                works.add(new Work(i, loads.get(i)));
            }
        }
    }

    /** Whether all is delivered in time, and no quarter that is known passes the level. */
    boolean holds() {
        for (int q = 0; q < quarters.size(); q++) {
            double base = quarters.get(q).baseWatts();
            // A quarter that is not known is not billed.
            double room = Double.isNaN(base) ? Double.POSITIVE_INFINITY : level - base;
            for (Work work : works) {
                work.release(q);
            }
            works.sort(Comparator.comparingInt(Work::deadline));
            for (Work work : works) {
                double drawn = work.draw(q, room);
                if (drawn < 0) {
                    return false;
                }
                room -= drawn;
            }
            for (Store store : stores) {
                room -= store.draw(quarters.get(q).needs().get(store.load), room);
            }
            if (room < -SLIGHT) {
                return false;
            }
        }
        return true;
    }

    /** Energy that is wanted by the end of a quarter. */
    private record Piece(int deadline, double energy) {}

    /** What one load has still to draw. */
    private final class Work {
        private final int load;
        private final Movable movable;

        /** In the order of their deadlines. */
        private final Deque<Piece> pieces = new ArrayDeque<>();

        /** What it could draw in all quarters before. */
        private final double[] could = new double[quarters.size() + 1];

        private double pending;

        /** The stay that has been released ends with this quarter. */
        private int until = -1;

        Work(int load, Movable movable) {
            this.load = load;
            this.movable = movable;
            for (int q = 0; q < quarters.size(); q++) {
                could[q + 1] = could[q] + most(q);
            }
        }

        private double most(int q) {
            return quarters.get(q).needs().get(load).mostWatts();
        }

        int deadline() {
            return pieces.isEmpty() ? Integer.MAX_VALUE : pieces.getFirst().deadline;
        }

        void release(int q) {
            if (movable.how() != Movable.How.WHILE_HERE) {
                add(Math.min(quarters.size() - 1, q + movable.quarters()), wanted(q));
            } else if (q > until && most(q) > 0) {
                double stay = 0;
                for (until = q; until < quarters.size() && most(until) > 0; until++) {
                    stay += wanted(until);
                }
                until--;
                add(until, stay);
            }
        }

        private double wanted(int q) {
            return quarters.get(q).drawnWatts().get(load);
        }

        private void add(int deadline, double energy) {
            if (energy > 0) {
                pieces.add(new Piece(deadline, energy));
                pending += energy;
            }
        }

        /** What it draws in quarter {@code q}, W; below zero when it cannot be in time any more. */
        double draw(int q, double room) {
            double most = Math.min(most(q), pending);
            double must = must(q);
            if (must > most + SLIGHT) {
                return -1;
            }
            double drawn;
            if (movable.how() == Movable.How.LATER_IN_WHOLE_QUARTERS) {
                drawn = must > SLIGHT || most <= room ? most : 0;
            } else {
                drawn = Math.max(must, Math.min(most, Math.max(0, room)));
            }
            take(drawn);
            return drawn;
        }

        /** What cannot be drawn in time if it is not now. */
        private double must(int q) {
            double must = 0;
            double sum = 0;
            for (Piece piece : pieces) {
                sum += piece.energy;
                must = Math.max(must, sum - (could[piece.deadline + 1] - could[q + 1]));
            }
            return must;
        }

        private void take(double drawn) {
            pending = Math.max(0, pending - drawn);
            double left = drawn;
            while (!pieces.isEmpty() && left > 0) {
                Piece first = pieces.removeFirst();
                if (first.energy > left + SLIGHT) {
                    pieces.addFirst(new Piece(first.deadline, first.energy - left));
                }
                left -= first.energy;
            }
        }
    }

    /** A battery, half full at the start as in the trial. */
    private static final class Store {
        private final int load;
        private double holds;

        Store(int load, Need first) {
            this.load = load;
            holds = first.most() / QUARTER / 2;
        }

        /** What it draws, W; below zero it feeds. */
        double draw(Need need, double room) {
            holds *= need.keeps();
            if (room < 0) {
                double fed = Math.min(-room, Math.min(need.mostFed(), holds / need.gives()));
                holds -= fed * need.gives();
                return -fed;
            }
            double space = (need.most() / QUARTER - holds) / need.takes();
            double drawn = Math.min(room, Math.min(need.mostWatts(), Math.max(0, space)));
            holds += drawn * need.takes();
            return drawn;
        }
    }
}
