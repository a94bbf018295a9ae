package be.bsmr.home.guard;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Does tasks one after another, at their times, on a thread of its own that keeps no program alive.
 * What a usual executor keeps in a future that nobody asks, an error or an exception, is told to
 * the handler of threads that die: in this program that ends it.
 */
public final class OneThread extends ScheduledThreadPoolExecutor {

    /**
     * @param name of the thread
     */
    public OneThread(String name) {
        super(
                1,
                task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
    }

    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
        super.afterExecute(task, thrown);
        // A task that comes again is done only when it failed.
        if (task instanceof Future<?> future && future.isDone() && !future.isCancelled()) {
            try {
                future.get();
            } catch (ExecutionException e) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
