package be.bsmr.home.gridmeter;

import be.bsmr.home.config.OpenDoor;
import be.bsmr.home.gridmeter.GridMeterSettings.ModbusSettings;
import be.bsmr.home.guard.Seats;
import com.fasterxml.jackson.databind.JsonNode;
import com.ghgande.j2mod.modbus.Modbus;
import com.ghgande.j2mod.modbus.ModbusIOException;
import com.ghgande.j2mod.modbus.io.ModbusTCPTransport;
import com.ghgande.j2mod.modbus.msg.ModbusRequest;
import com.ghgande.j2mod.modbus.msg.ModbusResponse;
import com.ghgande.j2mod.modbus.msg.ReadInputRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadInputRegistersResponse;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.msg.ReadMultipleRegistersResponse;
import com.ghgande.j2mod.modbus.msg.WriteMultipleRegistersRequest;
import com.ghgande.j2mod.modbus.msg.WriteMultipleRegistersResponse;
import com.ghgande.j2mod.modbus.msg.WriteSingleRegisterRequest;
import com.ghgande.j2mod.modbus.msg.WriteSingleRegisterResponse;
import com.ghgande.j2mod.modbus.procimg.Register;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A meter on Modbus TCP (MODBUS Application Protocol 1.1b3): functions 03 and 04 read the same
 * registers; 06 and 16 are taken where a client insists, and change nothing. While the meter is
 * silent every question gets exception 4, server device failure. A thread for each client.
 */
final class ModbusPort implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ModbusPort.class);

    private static final int MOST = 8;
    private static final int MOST_EACH = 4;
    private static final int MOST_REGISTERS = 125;

    /** Whoever asks less often connects anew. */
    private static final Duration IDLE = Duration.ofMinutes(5);

    private static final int DEVICE_FAILURE = 4;
    private static final int NO_SUCH_UNIT = 11;

    private final ModbusSettings settings;
    private final RegisterMap map;
    private final MeterNow now;
    private final ServerSocket server;
    private final Seats<Socket> seats = new Seats<>(MOST, MOST_EACH);
    private final Thread thread = new Thread(this::accept, "modbus");

    private ModbusPort(
            ModbusSettings settings, RegisterMap map, MeterNow now, ServerSocket server) {
        this.settings = settings;
        this.map = map;
        this.now = now;
        this.server = server;
        thread.setDaemon(true);
    }

    /**
     * A meter that listens.
     *
     * @throws IOException when the address or the port cannot be had; the message says which key to
     *     change
     */
    static ModbusPort listening(ModbusSettings settings, RegisterMap map, MeterNow now)
            throws IOException {
        OpenDoor door = settings.door();
        ServerSocket server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(door.address(), door.port()), MOST);
        } catch (IOException e) {
            server.close();
            String key = ModbusSettings.KEY;
            throw new IOException(key + ".bind, " + key + ".port: " + door.whyNot(e), e);
        }
        ModbusPort port = new ModbusPort(settings, map, now, server);
        port.thread.start();
        return port;
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        Refusals refusals = new Refusals(ModbusSettings.KEY);
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (settings.door().allows(client.getInetAddress())) {
                    seats.leaveIf(Socket::isClosed);
                    seats.squeeze(client, client.getInetAddress()).ifPresent(ModbusPort::end);
                    Thread serving = new Thread(() -> serve(client), "modbus-client");
                    serving.setDaemon(true);
                    serving.start();
                } else {
                    end(client);
                    refusals.tell(client.getInetAddress());
                }
            } catch (IOException e) {
                log.debug("a client left before it was let in, or this closes", e);
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            ModbusTCPTransport transport = new ModbusTCPTransport(client);
            transport.setTimeout((int) IDLE.toMillis());
            while (!client.isClosed()) {
                // It asks for a listener only where registers are the library's own.
                ModbusRequest request = transport.readRequest(null);
                transport.writeResponse(answer(request));
            }
        } catch (IOException | ModbusIOException | RuntimeException e) {
            // It left, or spoke something else: the library throws anything then.
            log.debug("a client", e);
        } finally {
            seats.leave(client);
        }
    }

    private ModbusResponse answer(ModbusRequest request) {
        if (request.getUnitID() != settings.unit()) {
            return request.createExceptionResponse(NO_SUCH_UNIT);
        }
        Optional<JsonNode> values = now.values();
        if (values.isEmpty()) {
            return request.createExceptionResponse(DEVICE_FAILURE);
        }
        if (request instanceof ReadMultipleRegistersRequest read) {
            return read(request, read.getReference(), read.getWordCount(), values.get());
        }
        if (request instanceof ReadInputRegistersRequest read) {
            return read(request, read.getReference(), read.getWordCount(), values.get());
        }
        if (request instanceof WriteSingleRegisterRequest write) {
            return written(request, write.getReference(), write.getRegister().toUnsignedShort());
        }
        if (request instanceof WriteMultipleRegistersRequest write && write.getWordCount() == 1) {
            return written(request, write.getReference(), write.getRegisterValue(0));
        }
        return request.createExceptionResponse(Modbus.ILLEGAL_FUNCTION_EXCEPTION);
    }

    private ModbusResponse read(ModbusRequest request, int address, int count, JsonNode values) {
        if (count < 1 || count > MOST_REGISTERS) {
            return request.createExceptionResponse(Modbus.ILLEGAL_VALUE_EXCEPTION);
        }
        Optional<int[]> words = map.words(values).read(address, count);
        if (words.isEmpty()) {
            return request.createExceptionResponse(Modbus.ILLEGAL_ADDRESS_EXCEPTION);
        }
        Register[] registers =
                Arrays.stream(words.get()).mapToObj(SimpleRegister::new).toArray(Register[]::new);
        ModbusResponse response = request.getResponse();
        if (response instanceof ReadMultipleRegistersResponse holding) {
            holding.setRegisters(registers);
        } else if (response instanceof ReadInputRegistersResponse input) {
            input.setRegisters(registers);
        }
        return response;
    }

    /** The answer repeats what was written, or how many. */
    private ModbusResponse written(ModbusRequest request, int address, int value) {
        if (!map.takes(address, value)) {
            return request.createExceptionResponse(Modbus.ILLEGAL_ADDRESS_EXCEPTION);
        }
        ModbusResponse response =
                request instanceof WriteSingleRegisterRequest
                        ? new WriteSingleRegisterResponse(address, value)
                        : new WriteMultipleRegistersResponse(address, 1);
        response.setTransactionID(request.getTransactionID());
        response.setProtocolID(request.getProtocolID());
        response.setUnitID(request.getUnitID());
        return response;
    }

    private static void end(Socket client) {
        try {
            client.close();
        } catch (IOException e) {
            log.debug("closing a socket", e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            log.debug("closing the port", e);
        }
        seats.all().forEach(ModbusPort::end);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
